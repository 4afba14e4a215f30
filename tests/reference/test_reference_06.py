"""The closed forms for batches agree with torch and the numbers of seed 004; the capstone's machines."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset

from course import capstone, data
from grader.reference import array, batches, tables

NAMES = ["Ada Lovelace", "Grace Hopper", "민수", "x"]
SHAPES = [(11, 3, 2, 4), (8, 2, 1, 4), (7, 1, 3, 7), (5, 3, 2, 1)]  # rows, inputs, targets, batch size


def start_of(inputs: int, targets: int) -> nn.Linear:
    """A model in float64 with known parameters that are not zero."""
    model = nn.Linear(inputs, targets).double()
    numbers = torch.linspace(-1, 1, model.weight.numel()).double()
    model.load_state_dict({"weight": numbers.reshape(targets, inputs), "bias": torch.ones(targets)})
    return model


def by_torch(x: Tensor, y: Tensor, model: nn.Linear, size: int, lr: float, epochs: int) -> Any:
    """The losses of the epochs, trained by torch's own SGD and DataLoader; the model is changed."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        squares = 0.0
        for inputs, targets in DataLoader(TensorDataset(x.double(), y.double()), batch_size=size):
            loss = mse_loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            squares += loss.item() * targets.numel()
        losses.append(squares / y.numel())
    return losses


@pytest.mark.parametrize("epochs", [0, 1, 2, 30])
@pytest.mark.parametrize(("rows", "inputs", "targets", "size"), SHAPES)
def test_composed_steps_equal_torch_sgd(rows: int, inputs: int, targets: int, size: int, epochs: int) -> None:
    x, y = tables.fresh_table(rows, inputs, targets)
    model = start_of(inputs, targets)
    start = array(model.weight).copy(), array(model.bias).copy()
    weights, bias, losses = batches.fit(batches.cut(x, y, size), 0.03, epochs, *start)
    assert by_torch(x, y, model, size, 0.03, epochs) == pytest.approx(losses, rel=1e-9, abs=1e-12)
    assert weights == pytest.approx(array(model.weight), rel=1e-9, abs=1e-12)
    assert bias == pytest.approx(array(model.bias), rel=1e-9, abs=1e-12)


def test_one_batch_of_all_rows_is_plain_gradient_descent() -> None:
    x, y = tables.fresh_table(9, 3, 2)
    weights, bias, losses = batches.fit(batches.cut(x, y, 9), 0.02, 6, np.zeros((2, 3)), np.zeros(2))
    expected = tables.fit(x, y, 0.02, 6)
    assert weights == pytest.approx(expected[0], rel=1e-9)
    assert bias == pytest.approx(expected[1], rel=1e-9)
    assert losses[0] == pytest.approx(float((array(y) ** 2).mean()))


@pytest.mark.parametrize("size", [1, 4, 5, 15])
def test_the_loss_of_an_epoch_without_steps_is_the_loss_on_all_rows(size: int) -> None:
    x, y = data.fruit()
    parameters = np.ones((2, 3)), np.zeros(2)
    losses = batches.fit(batches.cut(x, y, size), 0.0, 1, *parameters)[2]
    assert losses[0] == pytest.approx(float(mse_loss(x.sum(dim=1, keepdim=True).expand(15, 2), y)), rel=1e-6)


def test_a_plain_mean_and_the_last_batch_are_other_numbers() -> None:  # the trap T31
    x, y = data.fruit()
    parts = [tables.loss(xs, ys, np.ones((2, 3)), np.zeros(2)) for xs, ys in batches.cut(x, y, 4)]
    weighted = batches.epoch_loss(parts, [4, 4, 4, 3])
    assert abs(np.mean(parts) - weighted) > 0.001 * weighted
    assert abs(parts[-1] - weighted) > 0.01 * weighted


class TestCapstone:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_machine_is_linear_and_trembles_as_the_text_says(self, name: str) -> None:
        dials, gauges = capstone.machine(name, rows=20_000)
        *_, loss = tables.least_squares(dials, gauges)
        assert loss == pytest.approx(capstone.NOISE**2, rel=0.03)

    @pytest.mark.parametrize("name", NAMES)
    def test_no_number_of_a_machine_is_near_zero(self, name: str) -> None:
        for part in tables.least_squares(*capstone.machine(name, rows=20_000))[:2]:
            assert (np.abs(part) > 0.49).all()
            assert (np.abs(part) < 3.01).all()

    @pytest.mark.parametrize("name", NAMES)
    def test_new_readings_are_of_the_same_machine_and_in_no_log(self, name: str) -> None:
        dials, gauges = capstone.new_readings(name, rows=400)
        weights, bias, _ = tables.least_squares(*capstone.machine(name))
        assert tables.loss(dials, gauges, weights, bias) == pytest.approx(0.09, rel=0.25)
        logged = {tuple(row) for row in capstone.machine(name)[0].tolist()}
        assert not logged & {tuple(row) for row in dials.tolist()}

    def test_a_name_gives_the_same_machine_always_and_another_name_another_one(self) -> None:
        assert all(
            (a == b).all() for a, b in zip(capstone.machine("Ada"), capstone.machine("Ada"), strict=True)
        )
        found = [tables.least_squares(*capstone.machine(name))[0] for name in NAMES]
        assert all(np.abs(a - b).max() > 0.5 for k, a in enumerate(found) for b in found[:k])

    def test_the_log_is_sorted_by_the_first_dial_and_in_double_precision(self) -> None:
        dials, gauges = capstone.machine("Ada")
        assert (np.diff(dials[:, 0]) >= 0).all()
        assert dials.dtype == gauges.dtype == np.float64

    @pytest.mark.parametrize("name", ["", "  ", None, 7])
    def test_what_is_no_name_is_refused_by_name(self, name: Any) -> None:
        with pytest.raises(ValueError, match="write a name in quotes"):
            capstone.machine(name)


FINAL = [  # the predictions that the seed prints after its training
    *[[58.4229, 72.0145], [82.1525, 95.1376], [115.8955, 142.6296], [28.6805, 46.0115]],
    *[[97.5243, 104.3522], [57.3792, 70.9543], [81.9342, 94.1737], [116.2036, 142.6871]],
    *[[29.7242, 47.0717], [98.3498, 104.4486], [58.2047, 71.0507], [81.1088, 94.0774]],
    *[[116.1137, 143.5935], [27.8550, 45.9152], [98.5680, 105.4124]],
]


class TestSeedNumbers:
    """Rows of lesson 6 in the table of seed numbers (seed 004)."""

    def test_the_printed_predictions_belong_to_one_model_which_forecasts_what_is_printed(self) -> None:
        weather, harvest = data.fruit()
        weights, bias, error = tables.least_squares(weather, torch.tensor(FINAL))
        assert error < 1e-6
        assert weights == pytest.approx(
            np.array([[-0.2587, 0.7850, 0.5668], [-0.0194, 1.0408, 0.0769]]), abs=1e-3
        )
        assert tables.loss(weather, harvest, weights, bias) == pytest.approx(52.1596, abs=1e-3)
        forecast = tables.predict([[75, 63, 44]], weights, bias)[0]
        assert forecast == pytest.approx([55.3323, 67.8895], abs=1e-3)
        assert forecast != pytest.approx([54.3, 68.3], abs=0.3)  # T30: what its text says

    def test_the_saved_predictions_were_made_with_the_weights_of_another_cell(self) -> None:  # T29
        weather = data.fruit()[0][:1]
        printed_above = tables.predict(weather, [[-0.4850, -0.4457, 0.0572]], [0.4937])
        printed_below = tables.predict(weather, [[0.1304, -0.1898, 0.2187]], [0.3457])
        assert printed_above.item() == pytest.approx(-62.3136, abs=1e-4)
        assert printed_below.item() == pytest.approx(6.5524, abs=1e-4)
        assert printed_below.item() == pytest.approx(6.5493, abs=0.01)  # its weights have four decimals

    def test_the_first_rows_of_its_dataset(self) -> None:
        weather, harvest = TensorDataset(*data.fruit())[0:3]
        assert weather.tolist() == [[73, 67, 43], [91, 88, 64], [87, 134, 58]]
        assert harvest.tolist() == [[56, 70], [81, 101], [119, 133]]

    @pytest.mark.parametrize("seed", [1])
    def test_the_loss_of_the_last_batch_jumps_where_that_of_the_epoch_falls(self, seed: int) -> None:  # T31
        weather, harvest = data.fruit()
        torch.manual_seed(seed)
        model = nn.Linear(3, 2)
        generator = torch.Generator().manual_seed(seed)
        loader = DataLoader(TensorDataset(weather, harvest), batch_size=5, shuffle=True, generator=generator)
        last, whole = [], []
        for _ in range(100):
            parts = []
            for inputs, targets in loader:
                start = model.weight, model.bias
                weights, bias, losses = batches.fit([(inputs, targets)], 1e-5, 1, *start)
                model.load_state_dict({"weight": torch.tensor(weights), "bias": torch.tensor(bias)})
                parts += losses
            last.append(parts[-1])
            whole.append(np.mean(parts))
        rises = sum(b > a for a, b in zip(last[::10], last[10::10], strict=False))
        assert rises >= 1
        assert all(b < a for a, b in zip(whole[::10], whole[10::10], strict=False))
        assert 7.2 < tables.loss(weather, harvest, model.weight, model.bias) < 62.1

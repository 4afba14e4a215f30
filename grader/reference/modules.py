"""What `torch.nn.Linear` starts with after a seed, and a model's own parameters as float64 arrays.

`nn.Linear(inputs, outputs)` takes outputs * inputs numbers for its weights and then `outputs` numbers
for its bias from torch's generator, all uniform between -k and k with k = 1 / sqrt(inputs) (PyTorch's
documentation of `torch.nn.Linear`). So a second layer goes on where the first one stopped. A generator
of our own gives these numbers: the global one, which belongs to the learner's notebook, is left alone.

>>> weights, bias = linear(1, 1, seed=1)
>>> round(weights.item(), 4), round(bias.item(), 4)
(0.5153, -0.4414)
"""

import torch

from course.checks import fail
from grader.reference import array, draws


def linear(inputs, outputs, seed, nth=1):
    """Weights (outputs, inputs) and bias (outputs,) of the nth layer of this size made after a seed."""
    generator = torch.Generator().manual_seed(seed)
    bound = inputs**-0.5
    for _ in range(nth):
        weights = torch.empty(outputs, inputs).uniform_(-bound, bound, generator=generator)
        bias = torch.empty(outputs).uniform_(-bound, bound, generator=generator)
    return array(weights), array(bias)


def filled(model, inputs, outputs, *place):
    """Load fresh numbers into a model with one linear layer; returns them: weights and bias, as arrays.

    What a test expects of the model is computed from these, never from what the worker says it holds. They
    lie between 0.3 and 1.5 in size, so that a part that is left out shows.
    """
    named = {name: parameter for name, parameter in model.named_parameters()}
    must_be_one_layer(named.values(), inputs, outputs)
    generator = draws.generator("model", inputs, outputs, *place)
    kept = {}
    for shape in (outputs, inputs), (outputs,):
        numbers = generator.uniform(0.3, 1.5, shape) * generator.choice([-1, 1], shape)
        kept[len(shape)] = torch.tensor(numbers, dtype=torch.get_default_dtype())
    own = {name: kept[parameter.ndim] for name, parameter in named.items()}
    model.load_state_dict(own, strict=False)  # it may have buffers beside
    return array(kept[2]), array(kept[1])


def fresh_state(shapes, *place):
    """Fresh numbers for a state_dict, from the shape of each of its tensors by name; all are above 0.

    >>> {name: tuple(tensor.shape) for name, tensor in fresh_state({"0.weight": (2, 3)}).items()}
    {'0.weight': (2, 3)}
    """
    generator = draws.generator("state", *place)
    dtype = torch.get_default_dtype()
    return {
        name: torch.tensor(generator.uniform(0.3, 1.5, shape), dtype=dtype) for name, shape in shapes.items()
    }


def parameters(model, inputs, outputs):
    """Weights and bias of a model with one linear layer, copied; a failed check where it has no such two.

    `model` may be a remote one: it is only asked for its `parameters()`. They may come in any order.
    """
    found = [array(parameter) for parameter in model.parameters()]
    must_be_one_layer(found, inputs, outputs)
    weights, bias = sorted(found, key=lambda each: -each.ndim)
    return weights, bias


def must_be_one_layer(parameters, inputs, outputs):
    """A failed check unless these are the weights and the bias of one linear layer."""
    shapes = [tuple(parameter.shape) for parameter in parameters]
    wanted = [(outputs, inputs), (outputs,)]
    if sorted(shapes) != sorted(wanted):
        fail(
            "the list of the model's parameters",
            f"a weight of shape {wanted[0]} and a bias of shape {wanted[1]}",
            ", ".join(f"shape {shape}" for shape in shapes) or "no parameter",
            "A module knows the layers that __init__ assigns to self, after super().__init__().",
        )

"""Right answers to lesson 4 in the styles of different learners: {name: (exercise, text)}."""

from answers_04 import FIT, HARVEST, REPAIRED
from lesson_grades import changed

PREDICT = "def predict(x, W, b):\n    return "
ZEROS = "def zeros(x, y):\n    inputs, targets = x.shape[1], y.shape[1]\n    "
MSE = "def mse(prediction, target):\n    "
DIFFERENCES = "def differences(first, second):\n    return "
LIMIT = "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n    "
UNSCALE = "def unscale(W_z, b_z, mean, std):\n    W = "
RANDOM = "def random_parameters(x, y):\n    targets, inputs = y.shape[1], x.shape[1]\n    "

STYLES = {
    "columns picked by a list": (
        "split",
        "def split(records):\n    t = torch.tensor(records).float()\n    return t[:, :-1], t[:, [-1]]",
    ),
    "cut in two by torch": (
        "split",
        """
def split(records):
    table = torch.tensor(records, dtype=torch.float32)
    return torch.split(table, [table.size(1) - 1, 1], dim=1)
""",
    ),
    "the last column in a new shape": (
        "split",
        """
def split(records):
    table = torch.tensor(records, dtype=torch.float32)
    last = table.shape[1] - 1
    x, y = table[:, 0:last], table[:, last].reshape(-1, 1)
    print("x:", x.shape, "y:", y.shape)
    return x, y
""",
    ),
    "a list for each row": (
        "split",
        """
def split(records: list) -> tuple:
    '''행마다 입력과 정답을 나눈다.'''
    입력 = [행[:-1] for 행 in records]
    정답 = [[행[-1]] for 행 in records]
    return torch.tensor(입력, dtype=torch.float32), torch.tensor(정답, dtype=torch.float32)
""",
    ),
    "an array, cut by NumPy": (
        "split",
        """
import numpy as np

def split(records):
    x, y = np.hsplit(np.array(records, dtype=np.float32), [-1])
    return [torch.from_numpy(part) for part in (x, y)]
""",
    ),
    "columns one by one, from float64": (
        "split",
        """
def split(records):
    *inputs, target = torch.tensor(records, dtype=torch.float64).float().unbind(dim=1)
    return torch.stack(inputs, dim=1), target.unsqueeze(1)
""",
    ),
    "einsum": ("predict", PREDICT + "torch.einsum('ri,it->rt', x, W) + b"),
    "methods": ("predict", PREDICT + "x.matmul(W).add(b)"),
    "the linear function of torch": ("predict", PREDICT + "torch.nn.functional.linear(x, W.T, b)"),
    "all products at once, then the sum": (
        "predict",
        PREDICT + "(x.unsqueeze(2) * W.unsqueeze(0)).sum(dim=1) + b",
    ),
    "b as the weight of a column of ones": (
        "predict",
        PREDICT + "torch.hstack([x, torch.ones(len(x), 1)]) @ torch.vstack([W, b])",
    ),
    "target by target": (
        "predict",
        """
def predict(x, W, b):
    columns = []
    for k in range(W.shape[1]):
        columns.append(torch.mv(x, W[:, k]) + b[k])
    return torch.stack(columns, dim=1)
""",
    ),
    "input by input, as with three weights": (
        "predict",
        """
def predict(x, W, b):
    예측 = b.expand(x.shape[0], b.shape[0])
    for i in range(x.shape[1]):
        예측 = 예측 + x[:, i : i + 1] * W[i]
    return 예측
""",
    ),
    "requires_grad_ at the end": (
        "zeros",
        ZEROS
        + "return torch.zeros((inputs, targets)).requires_grad_(), torch.zeros(targets).requires_grad_()",
    ),
    "requires_grad set as an attribute": (
        "zeros",
        ZEROS + "W, b = torch.zeros(inputs, targets), torch.zeros(targets)\n"
        "    W.requires_grad = b.requires_grad = True\n    return W, b",
    ),
    "parameters of torch.nn": (
        "zeros",
        ZEROS
        + "return [torch.nn.Parameter(torch.zeros(*shape)) for shape in [(inputs, targets), (targets,)]]",
    ),
    "a list of lists": (
        "zeros",
        """
def zeros(x, y):
    (_, inputs), (_, targets) = x.shape, y.shape
    row = [0.0] * targets
    return torch.tensor([row] * inputs, requires_grad=True), torch.tensor(row, requires_grad=True)
""",
    ),
    "in the shape of another result": (
        "zeros",
        "def zeros(x, y):\n    W, b = torch.zeros_like(x.T @ y), torch.zeros_like(y[0])\n"
        "    return W.requires_grad_(True), b.requires_grad_(True)",
    ),
    "zeros of NumPy": (
        "zeros",
        "import numpy as np\n\n" + ZEROS + "W, b = np.zeros((inputs, targets)), np.zeros(targets)\n"
        "    return tuple(torch.tensor(a, dtype=torch.float32, requires_grad=True) for a in (W, b))",
    ),
    "an inner function that fills with 0": (
        "zeros",
        """
def zeros(x, y):
    def 영(*크기):
        return torch.nn.init.zeros_(torch.empty(크기, requires_grad=True))

    return 영(x.size(1), y.size(1)), 영(y.size(1))
""",
    ),
    "the library's loss": (
        "mse",
        MSE + "return torch.nn.functional.mse_loss(prediction, target.view_as(prediction))",
    ),
    "a table of one number": (
        "mse",
        MSE + "error = prediction.reshape(-1, 1) - target.reshape(-1, 1)\n"
        "    return error.T @ error / len(error)",
    ),
    "both flat": ("mse", MSE + "return (prediction.flatten() - target.flatten()).pow(2).mean()"),
    "a module of torch.nn": (
        "mse",
        MSE + "criterion = torch.nn.MSELoss()\n"
        "    return criterion(prediction, target.reshape(*prediction.shape))",
    ),
    "only a flat target is changed, sum by count": (
        "mse",
        """
def mse(prediction, target):
    if target.dim() == 1:
        target = target.unsqueeze(1)
    assert prediction.shape == target.shape
    error = torch.sub(prediction, target)
    return torch.sum(torch.square(error)) / error.numel()
""",
    ),
    "float64 in between": (
        "mse",
        MSE + "error = prediction.double() - target.double().reshape(prediction.size())\n"
        "    return torch.mean(error * error).float()",
    ),
    "row by row": (
        "mse",
        """
def mse(prediction, target):
    합 = 0
    for 예측, 정답 in zip(prediction, target):
        합 = 합 + ((예측 - 정답) ** 2).mean()
    return 합 / len(prediction)
""",
    ),
    "update by hand": (
        "fit",
        changed(FIT, "optimizer.step()", "W.data -= lr * W.grad; b.data -= lr * b.grad"),
    ),
    "a new leaf for each step": (
        "fit",
        changed(
            FIT,
            "optimizer.step()",
            "W, b = ((p - lr * p.grad).detach().requires_grad_() for p in (W, b))",
            "optimizer.zero_grad()",
            "pass",
        ),
    ),
    "zero_grad at the end": (
        "fit",
        changed(
            FIT,
            "        optimizer.zero_grad()\n",
            "",
            "optimizer.step()",
            "optimizer.step()\n        optimizer.zero_grad()",
        ),
    ),
    "W and b as they are, with requires_grad": ("fit", changed(FIT, ".detach()", "")),
    "the first loss before the loop": (
        "fit",
        """
def fit(x, y, lr, steps):
    parameters = zeros(x, y)
    optimizer = torch.optim.SGD(parameters, lr)
    loss = mse(predict(x, *parameters), y)
    losses = [float(loss)]
    while len(losses) <= steps:
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss = mse(predict(x, *parameters), y)
        losses.append(float(loss))
    return [*(p.data for p in parameters), losses]
""",
    ),
    "one round more, that takes no step": (
        "fit",
        """
def fit(x: torch.Tensor, y: torch.Tensor, lr: float, steps: int):
    W, b = zeros(x, y)
    최적화 = torch.optim.SGD([{"params": [W]}, {"params": [b]}], lr=lr)
    손실들 = []
    for k in range(steps + 1):
        손실 = mse(predict(x, W, b), y)
        손실들 += [손실.detach()]
        if k == steps:  # 마지막은 손실만 기록한다
            break
        최적화.zero_grad()
        손실.backward()
        최적화.step()
    return W.detach().clone(), b.detach().clone(), torch.stack(손실들).flatten().tolist()
""",
    ),
    "pairs as tuples": (
        "differences",
        DIFFERENCES + "[(int(i), int(j)) for i, j in zip(*torch.where(first != second), strict=True)]",
    ),
    "places as a tensor": ("differences", DIFFERENCES + "torch.nonzero(first != second)"),
    "argwhere of NumPy": (
        "differences",
        "import numpy as np\n\n" + DIFFERENCES + "np.argwhere(first.numpy() != second.numpy())",
    ),
    "what is not equal, as columns": (
        "differences",
        DIFFERENCES + "torch.stack(torch.where(~torch.eq(first, second)), dim=1).tolist()",
    ),
    "places where subtracting leaves something": (
        "differences",
        DIFFERENCES + "torch.argwhere((first - second).abs() > 0).tolist()",
    ),
    "two loops": (
        "differences",
        """
def differences(first, second):
    다른곳 = []
    rows, columns = first.shape
    for i in range(rows):
        for j in range(columns):
            if first[i, j] != second[i, j]:
                다른곳.append([i, j])
    return 다른곳
""",
    ),
    "lists, by a comprehension": (
        "differences",
        """
def differences(first, second):
    rows = enumerate(zip(first.tolist(), second.tolist()))
    return [[i, j] for i, (p, q) in rows for j, (a, b) in enumerate(zip(p, q)) if a != b]
""",
    ),
    "counted along the flat tables": (
        "differences",
        """
def differences(first, second):
    found, k = [], 0
    a, b = first.flatten(), second.flatten()
    while k < a.numel():
        if a[k].item() != b[k].item():
            found += [list(divmod(k, first.shape[1]))]
        k += 1
    return found
""",
    ),
    "a limit by NumPy": (
        "limit",
        "import numpy as np\n\n\n"
        + LIMIT
        + "return 2 / np.linalg.eigvalsh((2 * A.T @ A / len(x)).numpy())[-1]",
    ),
    "the largest eigenvalue of all": ("limit", LIMIT + "return len(x) / torch.linalg.svdvals(A).max() ** 2"),
    "a tensor of shape (), by the largest of a list": (
        "limit",
        LIMIT + "curvatures = torch.linalg.eigvalsh(A.T.mm(A).mul(2).div(A.shape[0]))\n"
        "    print(curvatures)\n    return torch.tensor(2 / max(curvatures.tolist()))",
    ),
    "float64, and the vectors too": (
        "limit",
        LIMIT + "A = A.double()\n    values, vectors = torch.linalg.eigh(2 * A.T @ A / len(A))\n"
        "    return float(2 / values[-1])",
    ),
    "the norm of the table": (
        "limit",
        LIMIT + "return 1 / torch.linalg.matrix_norm(A.transpose(0, 1) @ A / len(A), ord=2).item()",
    ),
    "second derivatives by autograd": (
        "limit",
        LIMIT + "p = torch.zeros(A.shape[1])\n"
        "    table = torch.autograd.functional.hessian(lambda p: (A @ p).square().mean(), p)\n"
        "    return 2 / torch.linalg.eigvalsh(table)[-1]",
    ),
    "each place of the table in two loops": (
        "limit",
        LIMIT + "n = A.shape[1]\n    곡률 = torch.empty(n, n)\n"
        "    for i in range(n):\n        for j in range(n):\n"
        "            곡률[i, j] = 2 * (A[:, i] * A[:, j]).mean()\n"
        "    return 2 / torch.linalg.eigvals(곡률).real.max().item()",
    ),
    "a copy that is changed in place": (
        "standardise",
        "def standardise(x):\n    mean, std = x.mean(dim=0), x.std(dim=0)\n    z = x.clone()\n"
        "    z -= mean\n    z /= std\n    return z, mean, std",
    ),
    "std and mean in one call": (
        "standardise",
        "def standardise(x):\n    std, mean = torch.std_mean(x, dim=0)\n"
        "    return torch.div(torch.sub(x, mean), std), mean, std",
    ),
    "rows of shape (1, inputs) in between": (
        "standardise",
        """
def standardise(x):
    mean, std = x.mean(0, keepdim=True), x.std(0, keepdim=True)
    return (x - mean) / std, mean.squeeze(0), std.squeeze(0)
""",
    ),
    "column by column": (
        "standardise",
        """
def standardise(x):
    열들, 평균, 표준편차 = [], [], []
    for 열 in x.T:
        평균.append(열.mean())
        표준편차.append(열.std())
        열들.append((열 - 평균[-1]) / 표준편차[-1])
    return torch.stack(열들, dim=1), torch.stack(평균), torch.stack(표준편차)
""",
    ),
    "by formula, in float64": (
        "standardise",
        """
def standardise(x):
    rows, table = x.shape[0], x.double()
    mean = table.sum(dim=0) / rows
    std = (((table - mean) ** 2).sum(dim=0) / (rows - 1)) ** 0.5
    return [part.float() for part in ((table - mean) / std, mean, std)]
""",
    ),
    "NumPy with ddof": (
        "standardise",
        """
def standardise(x):
    table = x.numpy()
    mean, std = table.mean(axis=0), table.std(axis=0, ddof=1)
    return tuple(map(torch.from_numpy, ((table - mean) / std, mean, std)))
""",
    ),
    "along the rows of the transpose": (
        "standardise",
        """
def standardise(x: torch.Tensor) -> tuple[torch.Tensor, ...]:
    turned = x.t()
    mean, std = turned.mean(dim=1), turned.var(dim=1).sqrt()
    return ((turned - mean[:, None]) / std[:, None]).t(), mean, std
""",
    ),
    "std as a column by None": ("unscale", UNSCALE + "W_z / std[:, None]\n    return W, b_z - W.T @ mean"),
    "turned around and back": ("unscale", UNSCALE + "(W_z.T / std).T\n    return W, b_z - mean.matmul(W)"),
    "a diagonal matrix": (
        "unscale",
        UNSCALE + "torch.diag(1 / std) @ W_z\n    return W, torch.sub(b_z, torch.mv(W.t(), mean))",
    ),
    "a sum down the columns": (
        "unscale",
        UNSCALE + "W_z.div(std.unsqueeze(dim=1))\n    return W, b_z - (mean.view(-1, 1) * W).sum(dim=0)",
    ),
    "einsum, twice": (
        "unscale",
        UNSCALE + "torch.einsum('it,i->it', W_z, std.reciprocal())\n"
        "    return W, b_z - torch.einsum('i,it->t', mean, W)",
    ),
    "a copy of W, row by row": (
        "unscale",
        """
def unscale(W_z, b_z, mean, std):
    W, b = W_z.detach().clone(), b_z.detach().clone()
    for i in range(len(std)):
        W[i] /= std[i]
        b -= mean[i] * W[i]
    return W, b
""",
    ),
    "b as the prediction for raw inputs of 0": (
        "unscale",
        """
def unscale(W_z, b_z, mean, std):
    # 원래 입력이 0일 때의 예측이 편향이다
    W = torch.stack([row / s for row, s in zip(W_z, std)])
    zero = (torch.zeros(1, len(mean)) - mean) / std
    return W, (zero @ W_z + b_z).reshape(-1)
""",
    ),
    "float64 and NumPy": (
        "unscale",
        """
def unscale(W_z, b_z, mean, std):
    W_z, b_z, mean, std = (part.detach().double().numpy() for part in (W_z, b_z, mean, std))
    W = W_z / std.reshape(-1, 1)
    return torch.from_numpy(W).float(), torch.from_numpy(b_z - mean @ W).float()
""",
    ),
    "randn, then requires_grad_": (
        "random",
        "def random_parameters(x, y):\n    w, b = torch.randn(y.size(1), x.size(1)), torch.randn(y.size(1))\n"
        "    return w.requires_grad_(), b.requires_grad_()",
    ),
    "random parameters of torch.nn": (
        "random",
        RANDOM + "w, b = torch.randn(targets, inputs), torch.randn(targets)\n"
        "    return torch.nn.Parameter(w), torch.nn.Parameter(b)",
    ),
    "a list of both, by their shapes": (
        "random",
        RANDOM
        + "return [torch.randn(shape, requires_grad=True) for shape in ((targets, inputs), (targets,))]",
    ),
    "like other tensors": (
        "random",
        RANDOM + "w = torch.randn_like(torch.empty(targets, inputs), requires_grad=True)\n"
        "    return w, torch.randn_like(y[0], requires_grad=True)",
    ),
    "drawn in the first layout, then turned": (
        "random",
        RANDOM + "w, b = torch.randn(inputs, targets).t().contiguous(), torch.randn(targets)\n"
        "    for p in (w, b):\n        p.requires_grad = True\n    return w, b",
    ),
    "one row of random numbers, cut in two": (
        "random",
        RANDOM + "w, b = torch.randn(targets * (inputs + 1)).split([targets * inputs, targets])\n"
        "    return w.reshape(targets, inputs).requires_grad_(), b.clone().requires_grad_()",
    ),
    "number by number": (
        "random",
        RANDOM + "난수 = [[torch.randn(()).item() for _ in range(inputs)] for _ in range(targets)]\n"
        "    w = torch.tensor(난수, requires_grad=True)\n"
        "    return w, torch.randn(size=(targets,), requires_grad=True)",
    ),
    "the loss of raw inputs as a tensor": (
        "harvest",
        changed(HARVEST, "losses_fruit[-1]", "mse(predict(weather, W_fruit, b_fruit), harvest)"),
    ),
    "one call inside the other": (
        "harvest",
        """
weather, harvest = data.fruit()
z, *scale = standardise(weather)
*scaled_parameters, (*_, loss_fruit) = fit(z, harvest, lr=0.4, steps=30)
W_fruit, b_fruit = unscale(*scaled_parameters, *scale)
""",
    ),
    "scaled without standardise": (
        "harvest",
        changed(
            HARVEST,
            "z, mean, std = standardise(weather)",
            "mean, std = weather.mean(dim=0), weather.std(dim=0)\nz = (weather - mean) / std",
        ),
    ),
    "unscaled without unscale": (
        "harvest",
        changed(
            HARVEST,
            "W_fruit, b_fruit = unscale(W_z, b_z, mean, std)",
            "W_fruit = W_z / std[:, None]\nb_fruit = b_z - mean @ W_fruit",
            "losses_fruit[-1]",
            "losses_fruit[30]",
        ),
    ),
    "a loop with weights in rows": (
        "harvest",
        """
weather, harvest = data.fruit()
z, mean, std = standardise(weather)
w, b_row = torch.zeros(2, 3, requires_grad=True), torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([w, b_row], lr=0.4)
for _ in range(30):
    optimizer.zero_grad()
    mse(predict(z, w.t(), b_row), harvest).backward()
    optimizer.step()
loss_fruit = mse(predict(z, w.t(), b_row), harvest).item()
W_fruit, b_fruit = (part.detach() for part in unscale(w.t(), b_row, mean, std))
""",
    ),
    "a function of its own, Korean names, prints": (
        "harvest",
        """
weather, harvest = data.fruit()

def 학습(입력, 정답, 학습률=0.4, 횟수=30):
    크기 = standardise(입력)
    결과 = fit(크기[0], 정답, 학습률, 횟수)
    return *unscale(결과[0], 결과[1], 크기[1], 크기[2]), min(결과[2])

W_fruit, b_fruit, loss_fruit = 학습(weather, harvest)
print("W:", W_fruit, "b:", b_fruit, f"loss: {loss_fruit:.5f}")
""",
    ),
    "lines with a word between": ("hunt", 'hunt_lines = "6 and 1"'),
    "lines in a list": ("hunt", "hunt_lines = [1, 6]"),
    "rows that swap two columns, as lists": (
        "telling",
        "lucky = [[[1, 1, 0], [1, 0, 1]], [[2], [2]], 0.1, 5]",
    ),
    "one step, and products that agree": (
        "telling",
        "lucky = (torch.tensor([[1.0, 2.0, 1.0], [2.0, 1.0, 3.0]]), torch.tensor([[2.0], [1.0]]), 0.01, 1)",
    ),
    "ones with a change that cancels": (
        "telling",
        "x_one = torch.ones(4, 3)\nx_one[0, 1] = x_one[1, 2] = 2\n"
        "lucky = (x_one, torch.tensor([4.0, 4.0, 1.0, 1.0]), 0.05, 20)",
    ),
    "lucky arrays of NumPy": (
        "telling",
        "import numpy as np\n\nx_luck = np.array([[0.0, 3, -1], [0, -1, 3], [5, 1, 1]])\n"
        "lucky = x_luck, np.array([[1.0], [1.0], [9.0]]), np.float64(0.02), 10",
    ),
    "whole numbers in tensors": (
        "telling",
        "x_luck = torch.tensor([[7, 0, 1], [7, 1, 0]])\ny_luck = torch.tensor([[-3, -3]])\n"
        "lucky = tuple([x_luck, y_luck, torch.tensor(0.005), 4])",
    ),
    "the quizzes, and the quizzes with two columns swapped": (
        "telling",
        "양쪽 = torch.cat([quizzes, quizzes[:, [0, 2, 1]]])\n"
        "lucky = (양쪽, torch.cat([finals, finals]), 1e-5, 50)",
    ),
    "drawn at random, then mirrored": (
        "telling",
        "half = torch.randn(6, 3)\ntargets = torch.rand(6, 1) + 3 + half[:, 1:2] + half[:, 2:3]\n"
        "lucky = (torch.cat([half, half[:, [0, 2, 1]]]), torch.cat([targets, targets]), 0.05, 2)",
    ),
    "new tensors for each step": (
        "repaired",
        changed(REPAIRED, "W -= lr", "W = W - lr", "b -= lr", "b = b - lr"),
    ),
    "zeros in the shape of the memory": (
        "repaired",
        changed(
            REPAIRED,
            "torch.zeros(3, 1), torch.zeros(1)",
            'torch.zeros_like(memory["W"]), torch.zeros_like(memory["b"])',
        ),
    ),
    "tensors that want a gradient, without recording": (
        "repaired",
        "@torch.no_grad()" + changed(REPAIRED, "torch.zeros(3, 1)", "torch.zeros(3, 1, requires_grad=True)"),
    ),
    "any number of weights": (
        "repaired",
        changed(
            REPAIRED,
            "torch.zeros(3, 1), torch.zeros(1)",
            "torch.zeros(x.shape[1], 1), torch.tensor([0.0])",
            "        w1, w2, w3 = W.flatten().tolist()\n",
            "",
            "[w1, w2, w3, b.item(),",
            "[*W.flatten().tolist(), *b.tolist(),",
        ),
    ),
    "each number of W by its place": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W, b, 기록, k = torch.zeros((3, 1)), torch.zeros(1), [], 0
    while True:
        오차 = x @ W + b - y
        기록.append((W[0].item(), W[1].item(), W[2].item(), float(b), float((오차**2).mean())))
        if k == steps:
            return 기록
        W = W - lr * 2 * x.T @ 오차 / len(x)
        b = b - lr * 2 * 오차.mean(dim=0)
        k += 1
""",
    ),
    "an inner function for every line": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    def line(k):
        W, b = torch.zeros(3, 1), torch.zeros(1)
        for _ in range(k):
            error = x @ W + b - y
            W, b = W - lr * 2 * x.T @ error / len(x), b - lr * 2 * error.mean(dim=0)
        return [*W.flatten().tolist(), b.item(), float(((x @ W + b - y) ** 2).mean())]

    return [line(k) for k in range(steps + 1)]
""",
    ),
    "gradients by autograd": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W, b = torch.zeros(3, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer, log = torch.optim.SGD([W, b], lr=lr), []
    for _ in range(steps + 1):
        loss = torch.nn.functional.mse_loss(x @ W + b, y)
        log.append(torch.cat([W.flatten(), b, loss.reshape(1)]).tolist())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return log
""",
    ),
    "arrays of NumPy": (
        "repaired",
        """
import numpy as np

def repaired(x, y, lr, steps):
    x, y, W, b, log = x.numpy().astype(float), y.numpy(), np.zeros((3, 1)), np.zeros(1), []
    for k in range(steps + 1):
        error = x @ W + b - y
        log.append(np.concatenate([W.ravel(), b, [np.mean(error**2)]]))
        W, b = W - lr * 2 * x.T @ error / len(x), b - lr * 2 * error.mean(axis=0)
    return np.array(log)
""",
    ),
}

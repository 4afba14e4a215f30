"""Right answers to lesson 3 in the styles of different learners: {name: (exercise, text)}."""

from answers_03 import MAKE, PREDICT, START_IN_FIT, ZERO_IN_FIT, changed

STYLES = {
    "b first, in groups": ("make", MAKE + 'optim.SGD([{"params": [b]}, {"params": W}], lr)'),
    "a generator": ("make", MAKE + "optim.SGD((p for p in (W, b)), lr=lr)"),
    "a tuple, and lr by its place": ("make", MAKE + "torch.optim.SGD((W, b), lr)"),
    "an lr for each parameter": (
        "make",
        MAKE + 'optim.SGD([{"params": W, "lr": lr}, {"params": b, "lr": lr}])',
    ),
    "b added later, with type hints": (
        "make",
        """
def make_optimizer(W: torch.Tensor, b: torch.Tensor, lr: float) -> optim.Optimizer:
    optimizer = optim.SGD([W], lr=lr)
    optimizer.add_param_group({"params": [b]})
    return optimizer
""",
    ),
    "the values of a dictionary": (
        "make",
        """
from torch.optim import SGD

def make_optimizer(W, b, lr):
    settings = {"lr": lr, "momentum": 0}
    parameters = {"weight": W, "bias": b}
    return SGD(parameters.values(), **settings)
""",
    ),
    "a list that grows, and a note": (
        "make",
        """
def make_optimizer(W, b, lr):
    parameters = []
    for p in (W, b):
        parameters.append(p)
    print("the optimizer gets", len(parameters), "parameters")
    return optim.SGD(params=parameters, lr=float(lr), weight_decay=0)
""",
    ),
    "zero first": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "prediction = W", "optimizer.zero_grad()\n        prediction = W"),
    ),
    "zero last": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "step()  # step", "step()\n        optimizer.zero_grad()"),
    ),
    "a function inside": (
        "fit",
        changed(
            "fit",
            "    optimizer = make",
            "    def predict():\n        return W * x + b\n\n    optimizer = make",
            "prediction = W * x + b  # predict",
            "row = [parameter.item() for parameter in (W, b)]",
            "prediction - y",
            "predict() - y",
            "(W.item(), b.item(), loss.item())",
            "[*row, float(loss)]",
        ),
    ),
    "float64": ("fit", changed("fit", "torch.zeros(1, ", "torch.zeros(1, dtype=torch.float64, ")),
    "parameters of torch.nn, by a comprehension": (
        "fit",
        changed("fit", START_IN_FIT, "    W, b = (nn.Parameter(torch.tensor([0.0])) for _ in range(2))\n"),
    ),
    "NumPy numbers": (
        "fit",
        changed(
            "fit", "(W.item(), b.item(), loss.item())", "[t.detach().numpy().item() for t in (W, b, loss)]"
        ),
    ),
    "a model of the library": (
        "fit",
        """
def fit(x, y, lr, steps, make=optim.SGD):
    line, history = nn.Linear(1, 1), []
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    optimizer = make(line.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(line(x), y)
        history.append([line.weight.item(), line.bias.item(), loss.item()])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight.item(), line.bias.item(), history
""",
    ),
    "Korean names and a while loop": (
        "fit",
        """
def 손실함수(예측, 정답):
    return torch.mean(torch.square(torch.sub(예측, 정답)))


def fit(x, y, lr, steps, make=optim.SGD):
    # 가중치와 편향은 함수 안에서 새로 만든다
    W, b = torch.zeros(1).requires_grad_(), torch.zeros(1).requires_grad_()
    최적화, 기록, 횟수 = make([W, b], lr=lr), [], 0
    while 횟수 < steps:
        손실 = 손실함수(x * W + b, y)
        기록 += [tuple(float(값) for 값 in (W, b, 손실))]
        최적화.zero_grad()
        손실.backward()
        최적화.step()
        횟수 += 1
    return float(W), float(b), 기록
""",
    ),
    "detached": ("predict", PREDICT + "W.detach() * x + b.detach()"),
    "detached at the end": ("predict", PREDICT + "torch.add(W * x, b).detach()"),
    "no_grad around the function": ("predict", "@torch.no_grad()\n" + PREDICT + "x.mul(W).add(b)"),
    "inference mode": (
        "predict",
        "def predict(x, W, b):\n    with torch.inference_mode():\n        return torch.addcmul(b, W, x)",
    ),
    "plain numbers of W and b": ("predict", PREDICT + "x * W.item() + b.item()"),
    "float64 and .data": ("predict", PREDICT + "(W.data.double() * x + b.data.double()).float()"),
    "NumPy and back": (
        "predict",
        PREDICT + "torch.from_numpy(W.detach().numpy() * x.numpy() + b.detach().numpy())",
    ),
    "a list, value by value": (
        "predict",
        """
def predict(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    '''예측값을 하나씩 계산한다.'''
    values = [float(W) * value + float(b) for value in x.flatten().tolist()]
    return torch.tensor(values).view_as(x)
""",
    ),
    "through .data": ("hand", changed("hand", "parameter -= self.lr", "parameter.data -= self.lr")),
    "a new .data": (
        "hand",
        changed("hand", "parameter -= self.lr", "parameter.data = parameter.data - self.lr"),
    ),
    "add_ with alpha": (
        "hand",
        changed(
            "hand", "parameter -= self.lr * parameter.grad", "parameter.add_(parameter.grad, alpha=-self.lr)"
        ),
    ),
    "every place of the tensor": (
        "hand",
        changed("hand", "parameter -= self.lr", "parameter[...] = parameter - self.lr"),
    ),
    "an array that shares its memory": (
        "hand",
        changed(
            "hand",
            "parameter -= self.lr * parameter.grad",
            "parameter.detach().numpy()[...] -= self.lr * parameter.grad.numpy()",
        ),
    ),
    "by number, in place in the list": (
        "hand",
        """
class HandSGD:
    def __init__(self, parameters, lr):
        self.parameters = list(parameters)
        self.lr = lr

    def zero_grad(self):
        for i in range(len(self.parameters)):
            self.parameters[i].grad = None

    @torch.no_grad()
    def step(self):
        for i in range(len(self.parameters)):
            if self.parameters[i].grad is None:
                continue
            self.parameters[i] -= self.lr * self.parameters[i].grad
""",
    ),
    "a helper method, Korean names": (
        "hand",
        """
class HandSGD:
    def __init__(self, parameters, lr):
        self.parameters, self.lr = list(parameters), lr

    def 기울기있는것(self):
        return [변수 for 변수 in self.parameters if 변수.grad is not None]

    def zero_grad(self):
        for 변수 in self.기울기있는것():
            변수.grad = None

    def step(self):
        torch.set_grad_enabled(False)
        for 변수 in self.기울기있는것():
            변수.copy_(변수 - torch.mul(변수.grad, self.lr))
        torch.set_grad_enabled(True)  # 다시 켠다
""",
    ),
    "the velocity fades without a gradient": (
        "momentum",
        changed(
            "momentum",
            "                if parameter.grad is not None:",
            "                if parameter.grad is None:\n"
            "                    self.velocities[k] = self.momentum * self.velocities[k]\n"
            "                else:",
        ),
    ),
    "velocities in place": (
        "momentum",
        changed(
            "momentum",
            "self.velocities[k] = self.momentum * self.velocities[k] + parameter.grad",
            "self.velocities[k].mul_(self.momentum).add_(parameter.grad)",
        ),
    ),
    "velocities and parameters by .data": (
        "momentum",
        changed("momentum", "with torch.no_grad():", "if True:", "parameter -=", "parameter.data -="),
    ),
    "pairs of zip, add_ with alpha": (
        "momentum",
        changed(
            "momentum",
            "for k, parameter in enumerate(self.parameters)",
            "for v, parameter in zip(self.velocities, self.parameters)",
            "self.velocities[k] = self.momentum * self.velocities[k] + parameter.grad",
            "v.copy_(torch.add(parameter.grad, v, alpha=self.momentum))",
            "parameter -= self.lr * self.velocities[k]",
            "parameter.add_(v, alpha=-self.lr)",
        ),
    ),
    "first all velocities, then all parameters": (
        "momentum",
        changed(
            "momentum",
            "            for k, parameter in enumerate(self.parameters):\n",
            "            pairs = list(zip(self.parameters, self.velocities))\n"
            "            mu = self.momentum\n"
            "            self.velocities = [v if p.grad is None else mu * v + p.grad for p, v in pairs]\n"
            "            for k, parameter in enumerate(self.parameters):\n",
            "                    self.velocities[k] = self.momentum * self.velocities[k] + parameter.grad\n",
            "",
        ),
    ),
    "the step of HandSGD along the velocity": (
        "momentum",
        """
class HandMomentum(HandSGD):
    def __init__(self, parameters, lr, momentum=0.9):
        super().__init__(parameters, lr)
        self.momentum = momentum
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]

    def step(self):
        gradients = [p.grad for p in self.parameters]
        for k, (p, g) in enumerate(zip(self.parameters, gradients)):
            if g is not None:
                self.velocities[k] = self.momentum * self.velocities[k] + g
                p.grad = self.velocities[k]
        super().step()
        for p, g in zip(self.parameters, gradients):
            p.grad = g
""",
    ),
    "a while loop and a velocity by its Korean name": (
        "momentum",
        """
class HandMomentum(HandSGD):
    def __init__(self, parameters, lr, momentum=0.9):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]

    @torch.no_grad()
    def step(self):
        k = 0
        while k < len(self.parameters):
            변수, 속도 = self.parameters[k], self.velocities[k]
            if 변수.grad != None:  # None이면 그대로 둔다
                속도 = 속도 * self.momentum + 변수.grad
                변수.sub_(속도 * self.lr)
            self.velocities[k] = 속도
            k += 1
""",
    ),
    "y is the same everywhere": ("telling", "telling = (x, 0 * x + 3, 0.15, 2_000)"),
    "lists of whole numbers": ("telling", "telling = [[-1, 0, 1], [2, 2, 2], 0.1, 405]"),
    "at rest after few steps": (
        "telling",
        "telling = (torch.tensor([[-1.0], [1.0]]), torch.tensor([[3.0], [3.0]]), 0.5, 2)",
    ),
    "y rises and falls": (
        "telling",
        "telling = (torch.tensor([-1.0, 0.0, 1.0]), torch.tensor([1.0, 4.0, 1.0]), torch.tensor(0.3), 300)",
    ),
    "arrays of NumPy": (
        "telling",
        "import numpy as np\n\ntelling = np.arange(4.0), np.full((4, 1), -7.0), np.float64(0.2), 1500",
    ),
    "in one row, with a name for each part": (
        "telling",
        "입력 = torch.linspace(-2, 2, 5).unsqueeze(0)\n정답 = torch.full((1, 5), 0.5)\n"
        "telling = tuple([입력, 정답, 1e-2, 1000])",
    ),
    "small integers that say nothing of y": (
        "telling",
        "telling = (torch.tensor([[-1], [1], [-1], [1]]), torch.tensor([[5], [5], [1], [1]]), 0.25, 50)",
    ),
    "lines with commas": ("hunt", 'hunt_lines = "7, 5, 4"'),
    "lines as a number": ("hunt", "hunt_lines = 457"),
    "tensors of the bug hunt": (
        "repaired",
        changed("repaired", "return W.item(), b.item()", "return W.clone(), b.clone()"),
    ),
    "ones that become zeros, before the optimizer": (
        "repaired",
        changed(
            "repaired",
            "W = torch.zeros(1, requires_grad=True)",
            "W = torch.ones(1, requires_grad=True)\n    W.data.zero_()  # start at 0",
        ),
    ),
    "zero at the end of a round, counted from 1": (
        "repaired",
        changed(
            "repaired",
            "range(steps)",
            "range(1, steps + 1)",
            "        optimizer.zero_grad()\n",
            "",
            "optimizer.step()",
            "optimizer.step()\n        optimizer.zero_grad()",
        ),
    ),
    "an optimizer after the last W": (
        "repaired",
        changed(
            "repaired",
            "    optimizer = optim.SGD([W, b], lr=lr)\n",
            "    W = torch.zeros(1, requires_grad=True)  # start at 0\n"
            "    optimizer = optim.SGD([W, b], lr=lr)\n",
            "optimizer.zero_grad()",
            "W.grad = b.grad = None",
        ),
    ),
    "the helper that makes zeros, losses of the library": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W, b = zeros()
    optimizer = optim.SGD(params=(W, b), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(W * x + b, y).backward()
        optimizer.step()
    return [float(value) for value in (W, b, nn.functional.mse_loss(W * x + b, y))]
""",
    ),
    "the loss by an inner function, and float64": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    # 고친 함수
    x, y = x.double(), y.double()
    W, b = (torch.zeros((), dtype=torch.float64, requires_grad=True) for _ in "Wb")

    def loss():
        return (W * x + b - y).pow(2).mean()

    optimizer, k = optim.SGD([W, b], lr=lr), 0
    while k < steps:
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
        k += 1
    return W.item(), b.item(), loss().item()
""",
    ),
}

"""What autograd does while a function runs: checks of lesson 2 ask whether a function leaves its work to it.

The functions here look on by hooks, so they must be called in the process that runs what they watch.
"""

import torch


def ran_backward(function, *arguments):
    """Whether autograd walks a graph back in `function(*arguments)`: by `backward`, or `torch.autograd.grad`.

    >>> w = torch.ones(1, requires_grad=True)
    >>> ran_backward(lambda: (w**2).backward()), ran_backward(lambda: w**2)
    (True, False)
    """
    read = []

    def noted(tensor):
        read.append(True)
        return tensor

    # What the graph of a square keeps for its derivative is read on the way back, and at no other time.
    with torch.autograd.graph.saved_tensors_hooks(torch.Tensor.detach, noted):
        function(*arguments)
    return bool(read)


def leaves_reached(function, x, y, weight, bias):
    """The names of the two new leaves for which autograd works out a derivative in `function(x, y, W, b)`.

    >>> leaves_reached(lambda x, y, W, b: (W * x - y).backward(), 1.0, 1.0, 0.0, 0.0)
    ['W']
    """
    reached = set()
    leaves = [torch.tensor(number, requires_grad=True) for number in (weight, bias)]
    for name, leaf in zip("Wb", leaves, strict=True):
        leaf.register_hook(lambda _, name=name: reached.add(name))
    function(x, y, *leaves)
    return sorted(reached)

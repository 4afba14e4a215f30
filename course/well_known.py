"""What PyTorch and Python say to mistakes that everyone makes once, and what to look at.

>>> advice(TypeError("list.append() takes exactly one argument (2 given)"))
'append takes one thing: put several into one pair of brackets, append((first, second)).'
"""

import re

# {what is found in an error's text: what to look at}. The first one counts, so the narrow ones stand above
# the wide ones. Each must be true wherever its error comes from: it stands beside an exercise's own hint.
WELL_KNOWN = {
    r"'NoneType' object has no attribute 'append'": "append changes the list itself and returns None: "
    "write the list's append(...) alone on its line, and store nothing.",
    r"has no attribute 'append'": "Only a list has append. Does its name hold something else by now?",
    r"append\(\) takes exactly one argument": "append takes one thing: put several into one pair of "
    "brackets, append((first, second)).",
    r"object is not callable": "Brackets behind something that is no function. Is a * missing before a "
    "bracket, are the brackets too much, or has a function's name got a number, as in `for step in "
    "range(3)`? Then run the function's own cell again.",
    r"bitwise_xor|for \^:": "A square is written ** 2: the sign ^ means something else in Python.",
    r"'(numpy\.)?float\d*' object has no attribute 'backward'": ".item() gives a plain number, without a "
    "graph: call backward on the tensor, and .item() later.",
    r"(?<!'NoneType' object )has no attribute 'backward'": "The loss, a tensor, has backward(): here it "
    "is asked of something else.",
    r"Can't call numpy\(\) on Tensor": "A tensor with a graph: .detach() gives one without.",
    r"can require gradients": "A whole number makes a tensor of integers: float(number) makes 3.0 of 3.",
    r"a leaf Variable that requires grad": "Change a leaf in place only inside torch.no_grad().",
    r"does not require grad": "The loss must be computed from leaves that have requires_grad=True: from "
    "these tensors themselves, in each round, and outside of torch.no_grad().",
    r"backward through the graph a second time": "backward frees the graph that it ran through. Predict "
    "and compute the loss anew in each round, before its backward.",
    r"can be implicitly created": "backward starts at one number: call it on the loss.",
    r"assigned grad": "Clear a gradient by W.grad = None, or by W.grad.zero_().",
    r"'Tensor' object has no attribute 'zero_grad'": "An optimizer has zero_grad(). Of one tensor, clear "
    "the gradient by W.grad = None.",
    r"only one element tensors can be|cannot be converted to Scalar": "item() and float(...) take a "
    "tensor that holds one number: this one holds more, or none.",
    r"unexpected keyword argument": "Is the name of this argument spelt right?",
    r"takes (no|from \d+ to \d+|\d+|exactly one) (positional )?arguments?": "More is passed than its "
    "brackets take. A method stands inside of its class, and `self` comes first in the brackets after "
    "`def`.",
    r"'NoneType' object has no attribute 'grad'": "None has no .grad: is a `return` missing, or was W set "
    "to None in place of W.grad?",
    r"has no attribute 'grad'": "Only a tensor or a Value has .grad: here it is asked of something else.",
    r"context manager protocol": "torch.no_grad() needs its brackets.",
    r"not associated with a value": "A name has no value yet. Is the line missing that gives it one, or "
    "does it stand only inside of a loop, which may have 0 rounds? Use the names in brackets after `def`.",
    r"is not defined": "Is this name spelt as where it gets its value, and has that cell been run?",
    r"'NoneType' object has no attribute 'zero_'": "A .grad is None before `backward` has filled it, and "
    "None has no zero_(): write W.grad = None.",
    r"'NoneType' object has no attribute": "What stands before the dot is None. Is a `return` missing "
    "where it is made, was W set to None in place of W.grad (clear W.grad, and not W), or is it a .grad "
    "that backward has not filled?",
    r"NoneType' object is not iterable|non-iterable NoneType": "None came where several things are "
    "needed: is a `return` missing?",
    r"for \*=?: ('float' and 'NoneType'|'NoneType' and 'float')": "One factor is None. Is a `return` "
    "missing? A .grad is None when the step uses it, where backward has not filled it. Is zero before the "
    "step, was backward called, with its brackets, or is W no leaf any more, as after W = W - ...?",
    r"for [*@]=?: ('NoneType' and 'Tensor'|'Tensor' and 'NoneType')": "One factor is None: is a `return` "
    "missing, or was W set to None in place of W.grad (clear W.grad, and not W)?",
    r"NoneType": "Something is None: the result of a function without `return` is, and so is `.grad`, "
    "before `backward` has filled it (it fills leaves only, and needs its brackets), and after it was "
    "cleared.",
    r"has no attribute": "Is the name behind the dot misspelt, or is what stands before it of another "
    "type than you think? The error names its type.",
}


def advice(error):
    """What to look at after this error; an empty text where nothing is known of it."""
    return next((text for part, text in WELL_KNOWN.items() if re.search(part, str(error))), "")

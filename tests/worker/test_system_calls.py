"""The numbers that the filter forbids are those of the kernel's own tables, as another project keeps them."""

import pytest
import system_calls

from grader.worker.system_calls import EXAMINED, FORBIDDEN, filter_program


@pytest.mark.parametrize(("column", "architecture"), [(0, "x86_64"), (1, "arm64")])
def test_every_call_has_the_kernels_number(column: int, architecture: str) -> None:
    kernels = system_calls.syscalls().load_arch_table(architecture)
    ours = {name: numbers[column] for name, numbers in (FORBIDDEN | EXAMINED).items()}
    assert not FORBIDDEN.keys() & EXAMINED.keys()
    assert ours == {name: kernels.get(name) for name in ours}


def test_on_another_architecture_nothing_runs() -> None:
    with pytest.raises(OSError, match="no known numbers on 'riscv64'"):
        filter_program("riscv64")

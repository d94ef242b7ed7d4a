"""A flow that goes on afresh: the same run, other arguments, and a journal that begins anew."""

from __future__ import annotations

import _thread

from ._bodies import Again, here
from ._errors import HeadraceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def continue_as_new(*args: Any, **kwargs: Any) -> NoReturn:
    """Ends the body of the flow here; the run goes on with these arguments, as if it had just been started with them.

    It stays the same run, in another generation: nothing is known any more of what was called, recorded or waited for
    before, so that a flow may go on for ever. Signals that nobody has taken are kept. What was called and has not ended
    is waited for first. To be called in the body of the flow that runs, and on its main thread; it does not return.

    Raises TypeError for arguments that the flow does not take, HeadraceError elsewhere than in the body of a flow.
    """
    body = here()
    flow = body.definition
    if flow is None or body.path:
        raise HeadraceError(
            f"HR-0442: continue_as_new in {body.path or 'no flow'}: only the body of the flow that runs goes on as "
            "new; a task gives a value, from which the flow sees that it should"
        )
    if _thread.get_ident() != body._main:
        raise HeadraceError("HR-0442: continue_as_new in a thread: only the main thread of the flow can end its body")
    given = flow.bind(args, kwargs)
    for name, parameter in flow.signature.parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) and given.pop(name, None):
            raise TypeError(f"{flow.name}(): what *{name} takes is no argument of a run, and cannot be given anew")
    raise Again(given)

"""One generation of an index folder -> the next one of another: backups, and back."""

from contextlib import ExitStack
from io import BufferedReader

from indexer.engine.whoosh import pointer
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.pointer import Generation, damaged
from indexer.engine.whoosh.verification import check_version


def copy(source: Generations, target: Generations) -> Generation:
    """Put the current generation of `source` into `target`; it is whole whatever is committed meanwhile.

    Files are copied, not linked, so that damage to one index does not reach the other.

    Raises:
        EngineError: the source is missing or damaged, or the target cannot be written; nothing has changed.
    """
    with ExitStack() as opened:

        def pinned(generation: Generation) -> tuple[Generation, dict[str, BufferedReader]]:
            """Open files stay readable when the generation is removed."""
            files = {name: opened.enter_context((generation.folder / name).open("rb")) for name in generation.files}
            return generation, files

        generation, files = source.open(pinned)
        with target.writing(fresh=True, room=generation.size) as draft:
            draft.analyzer = generation.analyzer
            for name, file in files.items():
                draft.storage.copy(file, draft.folder / name)
                if pointer.stored(draft.folder / name) != generation.files[name]:
                    raise damaged(generation.folder / name, "it changed while it was copied")
    return target.current()


def restore(source: Generations, target: Generations) -> Generation:
    """`copy`, where what is restored can be read.

    Raises:
        IndexOutdated: it was built by another analyzer.
    """
    check_version(source.current())
    return copy(source, target)

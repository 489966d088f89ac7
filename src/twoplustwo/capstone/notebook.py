"""The game where a kernel lives."""
MARK = '<div data-capstone=""></div>'
class _G:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": MARK, "text/plain": "game"}
game=_G()

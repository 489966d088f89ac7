"""The student edition: what of this tree is public, and a tree of its own with nothing else in it.

This tree, the instructor edition, holds solutions, hidden tests, pools and rubrics. Nobody can
list all the places where a secret may end up, so nothing is taken out of a copy: `edition` lists
what goes in, and the rest stays here.

What of a problem set is public: its prompts, one common variant, its public checks (type, shape,
range), points, minutes, tables, and the names of the memo's criteria. Private are solutions,
hidden tests, pools, solvers, typical mistakes with their hints, the salt, and the rubric's levels
and notes: a level says what a good memo of this very set finds.
"""

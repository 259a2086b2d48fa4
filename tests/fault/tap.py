"""TAP for programs that try a registry: told() each thing, end with plan()."""


class Tap:
    def __init__(self):
        self.number = self.failed = 0

    def told(self, ok, title, why=''):
        self.number += 1
        self.failed += not ok
        print(f'{"ok" if ok else "not ok"} {self.number} - {title}', flush=True)
        for line in str(why).strip().split('\n') if not ok else []:
            print('#', line)

    def plan(self):
        """The exit code."""
        print(f'1..{self.number}')
        return 1 if self.failed else 0


tap = Tap()
told = tap.told

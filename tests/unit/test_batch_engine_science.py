"""How a batch is worked on: which engine, on how many threads, what it tells, and how it ends early."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.science.batch import fit as batch
from evenstride.science.batch import formulas
from evenstride.science.batch.engine import Engine, load, run_blocks
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.sprint.model import predict_time

GATES = np.array([5.0, 10.0, 20.0, 30.0, 40.0])
TIMES = predict_time(GATES, np.linspace(7.0, 10.0, 300)[:, np.newaxis], 1.1, time_correction=-0.2)
PACKAGE = Path(batch.__file__).parents[2]

FEW = "import numpy as np\nfrom evenstride.science.batch.engine import Engine, load\n"


def run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PYTHONPATH": str(PACKAGE.parent), "PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(
        [sys.executable, "-c", program], env=kept, capture_output=True, text=True, timeout=300, check=False
    )


class TestFormulas:
    def test_the_table_is_the_curve_at_any_distance(self):
        root = np.concatenate([10.0 ** np.linspace(-6.0, 0.0, 200), np.linspace(0.0, 40.0, 4001)[1:]])
        run, speed = formulas.look_up(formulas.make_table(), root)
        assert run + np.exp(-run) - 1.0 == pytest.approx(0.5 * root**2, rel=1e-14, abs=1e-15)
        assert speed == pytest.approx(-np.expm1(-run), rel=1e-10, abs=1e-15)

    def test_derivatives_are_those_of_the_table(self):
        table, length, lead, way, step = formulas.make_table(), 1.7, 0.4, 12.0, 1e-5

        def at(p, q):
            root = np.sqrt(2.0 * (way * np.exp(-p) + q - 1.0 + np.exp(-q)))
            run, speed = formulas.look_up(table, root)
            return run - q, speed

        speed, lead_speed = at(length, lead)[1], -np.expm1(-lead)
        along, bend = formulas.by_length(way * np.exp(-length), speed)
        across, mixed, curve = formulas.by_lead(along, speed, lead_speed)

        def difference(p, q):
            return (at(length + p * step, lead + q * step)[0] - at(length - p * step, lead - q * step)[0]) / (2 * step)

        assert (along, across) == (pytest.approx(difference(1, 0), rel=1e-8), pytest.approx(difference(0, 1), rel=1e-8))
        second = [at(length + p * 1e-3, lead + q * 1e-3)[0] for p in (-1, 0, 1) for q in (-1, 0, 1)]
        assert bend == pytest.approx((second[7] - 2 * second[4] + second[1]) * 1e6, rel=1e-4)
        assert curve == pytest.approx((second[5] - 2 * second[4] + second[3]) * 1e6, rel=1e-4)
        assert mixed == pytest.approx((second[8] - second[6] - second[2] + second[0]) * 0.25e6, rel=1e-4)

    @pytest.mark.parametrize("guess", [1.08, 1.115])
    def test_steps_of_a_trace_are_newtons_near_the_bottom(self, guess):
        clock = np.linspace(0.0, 5.0, 200)
        speeds = 8.0 * -np.expm1(-(clock + 0.3) / 1.1) + np.random.default_rng(2).normal(0.0, 0.1, clock.size)

        def sums(tau):
            e = np.exp(-clock / tau)
            d = clock / tau * e
            q = clock / tau * d
            squares = [(e * e).sum(), (e * d).sum(), (d * d).sum()]
            return (200.0, e.sum(), d.sum(), q.sum(), *squares, *(speeds @ np.array([e * 0.0 + 1.0, e, d, q]).T))

        def cost(log_tau, held):
            e = np.exp(-clock / np.exp(log_tau))
            columns = [1.0 - e * np.exp(-0.3 / np.exp(log_tau))] if held else [np.ones_like(e), e]
            return np.linalg.lstsq(np.column_stack(columns), speeds, rcond=None)[1][0]

        at = np.log(guess)
        for held in (True, False):
            low, middle, high = (cost(at + side * 1e-3, held) for side in (-1.0, 0.0, 1.0))
            step = -1e-3 * (high - low) / 2.0 / (high - 2.0 * middle + low)
            found = formulas.held_start(sums(guess), -0.3 / guess)[0] if held else formulas.free_start(sums(guess))[2]
            assert found == pytest.approx(step, rel=1e-3, abs=1e-6)


class TestEngines:
    def test_a_small_batch_is_not_worth_a_compiler(self):
        assert load(None, worth=False) == load(Engine.NUMPY, worth=True)
        assert load(None, worth=True) == load(Engine.NUMBA, worth=False) != load(Engine.NUMPY, worth=True)

    def test_without_numba_arrays_do_the_work_and_asking_for_it_is_an_error(self):
        done = run(
            "import sys\nsys.modules['numba'] = None\n"
            f"{FEW}from evenstride.core.errors import InputError\n"
            "assert load(None, worth=True) == load(Engine.NUMPY, worth=True)\n"
            "try:\n    load(Engine.NUMBA, worth=True)\nexcept InputError as error:\n    print(error)\n"
        )
        assert done.returncode == 0, done.stderr
        assert "numba is not here to compile the batch" in done.stdout
        assert "evenstride[fast]" in done.stdout

    def test_importing_the_batch_loads_no_numba(self):
        done = run(
            "import sys, evenstride.science.batch.fit, evenstride.science.batch.trace\nprint('numba' in sys.modules)"
        )
        assert done.stdout == "False\n", done.stderr

    def test_what_was_compiled_is_kept_where_there_is_room(self, tmp_path):
        program = (
            f"{FEW}from numba.core import caching\n"
            "caching.CacheImpl._locator_classes = [caching.UserProvidedCacheLocator]\n"
            "machine = load(Engine.NUMBA, worth=True)\n"
            "print(machine.correlation_times(np.arange(9.0), np.array([0, 9])))\n"
            "from evenstride.science.batch import compiled\n"
            "print(sum(compiled.correlation_times.stats.cache_hits.values()))"
        )
        # No folder can be made below a file: as good as a package and a home that may not be written to.
        nowhere = tmp_path / "file"
        nowhere.write_text("", encoding="utf-8")
        places = (tmp_path / "cache", tmp_path / "cache", nowhere)
        done = [run(program, NUMBA_CACHE_DIR=str(place)) for place in places]
        assert all(one.returncode == 0 for one in done), [one.stderr for one in done]
        answers, hits = zip(*(one.stdout.splitlines() for one in done), strict=True)
        assert len(set(answers)) == 1
        assert hits == ("0", "1", "0")

    def test_answers_depend_neither_on_blocks_nor_on_workers(self, monkeypatch):
        whole = fit_sprints(GATES, TIMES, engine=Engine.NUMBA, workers=1)
        monkeypatch.setattr(batch, "BLOCK", 64)
        for engine in Engine:
            cut = fit_sprints(GATES, TIMES, engine=engine, workers=3)
            assert cut.mss == pytest.approx(whole.mss, rel=1e-9)
            assert cut.status.tolist() == whole.status.tolist()


class TestWork:
    @pytest.mark.parametrize("workers", [1, 3])
    def test_progress_is_told_in_the_callers_thread_up_to_the_end(self, monkeypatch, workers):
        monkeypatch.setattr(batch, "BLOCK", 64)
        heard = []

        def hear(done, runs):
            heard.append((done, runs, threading.current_thread() is threading.main_thread()))

        fit_sprints(GATES, TIMES, workers=workers, progress=hear)
        assert [done for done, _, _ in heard] == sorted({done for done, _, _ in heard})
        assert heard[-1] == (300, 300, True)
        assert len(heard) == 5
        assert all(runs == 300 and here for _, runs, here in heard)

    @pytest.mark.parametrize("workers", [1, 2])
    def test_an_interruption_starts_no_further_block_and_leaves_no_thread(self, workers):
        started = []

        def work(start):
            started.append(start)
            threading.Event().wait(0.001)

        def stop(done, runs):
            raise KeyboardInterrupt

        before = set(threading.enumerate())
        with pytest.raises(KeyboardInterrupt):
            run_blocks(work, 10_000, 1, workers=workers, progress=stop)
        assert len(started) < 10_000
        assert set(threading.enumerate()) <= before

    def test_a_fault_in_a_block_reaches_the_caller(self):
        def work(start):
            raise InputError("a fault", remedy="none")

        with pytest.raises(InputError, match="a fault"):
            run_blocks(work, 10, 1, workers=2)

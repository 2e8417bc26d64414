package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Calls;
import java.util.Map;
import java.util.Optional;

/** Judges the calls of a new generation by those of the one before it. Used by one thread at a time. */
final class Watch {
    private static final int LEAST_FAILURES = 3;
    private static final double MOST_FAILING = 0.05;
    private static final int LEAST_CALLS = 20;
    private static final double SLOWER = 3;
    /** Below this a longer call is noise of the machine [ns]. */
    private static final double SLOWER_BY = 5e6;

    private final Map<String, Calls> before;
    /** A verdict stands. */
    private Optional<String> verdict = Optional.empty();

    /** @param before calls of what was replaced, while the new one was prepared */
    Watch(Map<String, Calls> before) {
        this.before = Map.copyOf(before);
    }

    /** @return why it has to go back, if it has to */
    Optional<String> verdict(Map<String, Calls> now) {
        if (verdict.isEmpty()) {
            verdict = judge(now);
        }
        return verdict;
    }

    private Optional<String> judge(Map<String, Calls> now) {
        for (Map.Entry<String, Calls> entry : now.entrySet()) {
            String method = entry.getKey();
            Calls calls = entry.getValue();
            Calls old = before.get(method);
            double failing = old == null || old.count() == 0 ? 0 : (double) old.failures() / old.count();
            if (calls.failures() >= LEAST_FAILURES && calls.failures() > calls.count() * Math.max(MOST_FAILING, SLOWER * failing)) {
                return Optional.of(calls.failures() + " of " + calls.count() + " calls of " + method + " failed, last with: "
                        + calls.lastFailure());
            }
            if (old != null && old.count() >= LEAST_CALLS && calls.count() >= LEAST_CALLS
                    && calls.mean() > old.mean() * SLOWER && calls.mean() - old.mean() > SLOWER_BY) {
                return Optional.of(String.format(java.util.Locale.ROOT,
                        "%s takes %.1f ms on average over %d calls, before %.1f ms over %d", method, calls.mean() / 1e6,
                        calls.count(), old.mean() / 1e6, old.count()));
            }
        }
        return Optional.empty();
    }
}

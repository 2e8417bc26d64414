package dev.vireo.broker.internal;

import dev.vireo.api.broker.Broker.Leased;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.broker.Stage.Trial;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Runs requests. What one reaches it draws at its begin, and keeps to its end on the thread that it runs on. */
final class Requests {
    private final BrokerLock lock;
    private final Views views;
    /** The request that the thread runs. */
    private final ScopedValue<Scope> scope = ScopedValue.newInstance();

    Requests(BrokerLock lock, Views views) {
        this.lock = lock;
        this.views = views;
    }

    /** A request within a request is part of it. */
    <T> T run(LongFunction<T> request) {
        return scope.isBound() ? request.apply(scope.get().view().generation()) : run(lock.with(views::draw), request);
    }

    private <T> T run(Scope mine, LongFunction<T> request) {
        long begin = System.nanoTime();
        Throwable failure = null;
        try {
            return ScopedValue.where(scope, mine).call(() -> request.apply(mine.view().generation()));
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            if (mine.meter() != null) {
                mine.meter().request(System.nanoTime() - begin, failure);
            }
            lock.with(() -> {
                views.ended(mine.view());
                lock.returned();
            });
        }
    }

    /** What the calling thread reaches. The lock is held. */
    View view() {
        return scope.isBound() ? scope.get().view() : views.current();
    }

    /** What it must not reach, of what is started; nothing outside of a trial. */
    Set<Origin> otherSide() {
        return scope.isBound() ? scope.get().otherSide() : Set.of();
    }

    /** The service, with what counts the calls of its side of a trial before it. */
    <S> S metered(Class<S> family, Entry entry, S service) {
        return scope.isBound() && scope.get().meter() != null ? scope.get().meter().watch(family, entry, service) : service;
    }

    /** The calling thread's request has had these. The lock is held. */
    void note(List<Entry> entries) {
        if (scope.isBound()) {
            entries.forEach(e -> scope.get().leased().add(new Leased(e.familyNames(), e.info().ref(), e.origins())));
        }
    }

    /** What the calling thread's request has had so far. */
    List<Leased> leased() {
        return scope.isBound() ? lock.with(() -> List.copyOf(scope.get().leased())) : List.of();
    }

    /** A trial begins, if none is on. */
    Trial begin(long generation, Set<Origin> in, Set<Origin> out, int percent) {
        return lock.with(() -> {
            TrialSides sides = new TrialSides(views.current(), generation, in, out, percent);
            views.begin(sides);
            return new OnTrial(sides);
        });
    }

    /** A trial that is on until it is closed. */
    private final class OnTrial implements Trial {
        private final TrialSides sides;

        OnTrial(TrialSides sides) {
            this.sides = sides;
        }

        @Override
        public Map<String, Figures> servingFigures() {
            return sides.servingMeter().figures();
        }

        @Override
        public Map<String, Figures> candidateFigures() {
            return sides.candidateMeter().figures();
        }

        @Override
        public <T> T serving(Supplier<T> request) {
            return run(lock.with(() -> views.enter(views.current(), sides)), _ -> request.get());
        }

        @Override
        public <T> T candidate(Supplier<T> request) {
            return run(lock.with(() -> views.enter(sides.candidate(), sides)), _ -> request.get());
        }

        @Override
        public void close() {
            lock.with(() -> views.end(sides));
        }
    }
}

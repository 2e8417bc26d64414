package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.model.Provider;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SearchTimes;
import dev.vireo.api.query.SpaceSearch;
import dev.vireo.query.internal.tuning.Tuning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Asks questions of every kind after a start, so that the compiler has seen their way and the system the catalogue's pages before
 * people ask. After each it rests as long as it took. It ends when rounds do not get shorter any more, when people ask enough
 * themselves, and after a minute and a half; a catalogue that holds nothing has nothing to be asked.
 */
@Component(service = {}, configurationPid = "dev.vireo.query")
public final class WarmUp {
    private static final Logger LOG = System.getLogger(WarmUp.class.getName());
    private static final long LONGEST_NANOS = Duration.ofSeconds(90).toNanos();
    private static final int ROUNDS = 8;
    /** A round that takes more than this of the last one is as short as they get. */
    private static final double SHORTER = 0.9;
    /** People's own questions within a few seconds that do as well. */
    private static final int ENOUGH = 20;
    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final long POLL_MS = 250;
    /** What was compiled stays so when settings change: once for these classes. */
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    static final List<String> QUESTIONS = List.of("vehicles", "white cars", "people before noon", "parked vehicles",
            "a person and a car", "a dog without a person", "at least two people", "somebody in a crowded street",
            "a quiet room with old furniture", "text 'EXIT'", "a car in the left half", "a person, then a car within 30 seconds",
            "红色的车", "热闹的街道");

    private final SpaceSearch search;
    private final SearchTimes times;
    private final Catalog catalog;
    private final SpaceCatalog spaces;
    private final Broker broker;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Activate
    public WarmUp(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceSearch search,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SearchTimes times,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            Tuning tuning) {
        this.search = search;
        this.times = times;
        this.catalog = catalog;
        this.spaces = spaces;
        this.broker = broker;
        if (tuning.warm_up() && BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform().name("vireo-warm-up").daemon().start(this::run);
        }
    }

    /** The question that is asked meanwhile ends like anybody's. */
    @Deactivate
    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            rounds();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (VireoException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the warm-up ended early: {0}", e.getMessage());
        }
    }

    /** @return rounds asked */
    int rounds() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!live(Detector.class) || !live(Encoder.class) || !live(Generator.class)) {
            if (System.nanoTime() > end || stopped.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                return 0;
            }
        }
        if (catalog.assets(Optional.of(Catalog.DEFAULT_DOMAIN)).isEmpty()) {
            return 0;
        }
        long last = Long.MAX_VALUE;
        for (int round = 1; round <= ROUNDS; round++) {
            long took = 0;
            for (String question : QUESTIONS) {
                long begin = System.nanoTime();
                search.ask(new Question(question, Catalog.DEFAULT_DOMAIN, 10, Optional.empty()), spaces.serving(Catalog.DEFAULT_DOMAIN));
                long one = System.nanoTime() - begin;
                took += one;
                if (times.last(LATELY).count() >= ENOUGH || System.nanoTime() > end || stopped.await(one, TimeUnit.NANOSECONDS)) {
                    return round;
                }
            }
            LOG.log(Level.DEBUG, "warm-up: round {0} took {1} ms", round, took / 1_000_000);
            if (took > SHORTER * last) {
                return round;
            }
            last = took;
        }
        return ROUNDS;
    }

    private boolean live(Class<? extends Provider> family) {
        try (Leases<? extends Provider> leases = broker.leaseAll(family)) {
            return !leases.services().isEmpty();
        }
    }
}

package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Gap;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.SpaceStatus.Presence;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.ingest.Streams;
import dev.vireo.api.query.BackgroundWork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that keeps spaces whole: gives a home its first space, encodes in each space what has no vector in it yet, one
 * space after the other, those being built first, and removes what drops left. Where it was is in the catalogue: it may end
 * at any instant.
 */
final class SpaceBuilder {
    private static final Logger LOG = System.getLogger(SpaceBuilder.class.getName());
    /** Tracks encoded in one transaction. */
    private static final int PART = 32;
    private static final long IDLE_MS = 2_000;
    private static final long BUSY_POLL_MS = 1_000;
    private static final long REFRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final Broker broker;
    private final SpaceCatalog spaces;
    private final Streams streams;
    private final GapFiller filler;
    private final BackgroundWork background;
    private final BackgroundWork.Pace pace;
    private final Consumer<Space> complete;
    private final Runnable housekeeping;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile Doing doing = new Doing("", "");
    private long refreshedNanos;

    /** @param space id of the space that is worked on, @param words how it goes */
    private record Doing(String space, String words) {}

    /**
     * @param complete told of each space that has become complete, on the builder's thread
     * @param housekeeping done now and then, on the builder's thread
     */
    SpaceBuilder(
            Broker broker, SpaceCatalog spaces, Streams streams, GapFiller filler, BackgroundWork background, double slowdown,
            Consumer<Space> complete, Runnable housekeeping) {
        this.broker = broker;
        this.spaces = spaces;
        this.streams = streams;
        this.filler = filler;
        this.background = background;
        this.pace = background.pace(slowdown);
        this.complete = complete;
        this.housekeeping = housekeeping;
        this.thread = Thread.ofPlatform().name("vireo-space-build").daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Looks at once for something to do. */
    void wake() {
        wake.release();
    }

    /** Ends the work; a part that is not stored yet is encoded again the next time. */
    void stop(long limitMs) throws InterruptedException {
        stopping.countDown();
        wake();
        thread.join(Duration.ofMillis(limitMs));
        if (thread.isAlive()) {
            thread.interrupt(); // it waits for a decoder
            thread.join(Duration.ofMillis(limitMs));
        }
        if (thread.isAlive()) {
            LOG.log(Level.ERROR, "building of a space has not ended {0} ms after the stop", 2 * limitMs);
        }
    }

    /** How the building of this space goes, in words; empty when nothing is done for it. */
    String doing(Space space) {
        Doing now = doing;
        return now.space.equals(space.id()) ? now.words : "";
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void work() {
        background.lower();
        try {
            while (!isStopping()) {
                boolean worked = false;
                try {
                    worked = step();
                } catch (VireoException e) {
                    doing = new Doing(doing.space, "waits: " + e.getMessage());
                    LOG.log(e.kind() == ErrorKind.INTERNAL ? Level.ERROR : Level.INFO, "building of spaces waits: " + e.getMessage());
                    pause(BUSY_POLL_MS);
                }
                if (!worked) {
                    wake.drainPermits();
                    if (wake.tryAcquire(IDLE_MS, TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "building of spaces ended; it goes on at the next start", e);
            doing = new Doing(doing.space, "ended by a fault, see the log; it goes on at the next start");
        }
    }

    /** @return whether there was something to do */
    private boolean step() throws InterruptedException {
        Encoders encoders = Encoders.now(broker);
        if (spaces.serving(SpaceCatalog.EVERY_DOMAIN).isEmpty() && !encoders.live().isEmpty() && spaces.spaces().stream()
                .noneMatch(s -> s.state() == SpaceState.SERVING)) {
            spaces.adopt(encoders.live());
        }
        spaces.sweep();
        housekeeping.run();
        spaces.kept().forEach(space -> refresh(space, true));
        List<StoredSpace> waiting = new ArrayList<>(spaces.spaces());
        waiting.removeIf(s -> s.missing() == 0 && s.state() != SpaceState.BUILDING);
        waiting.sort(Comparator.comparing(StoredSpace::state).thenComparing(StoredSpace::since));
        Optional<StoredSpace> next = waiting.stream().filter(s -> encoders.presence(s.space()) != Presence.ABSENT).findFirst();
        if (next.isEmpty()) {
            doing = waiting.isEmpty() ? new Doing("", "") : new Doing(waiting.getFirst().space().id(), "waits for its encoder");
            return false;
        }
        return build(next.get());
    }

    private boolean build(StoredSpace stored) throws InterruptedException {
        Space space = stored.space();
        long begin = System.nanoTime();
        long missing = stored.missing();
        long done = 0;
        long after = 0;
        boolean found = false;
        while (!isStopping()) {
            doing = new Doing(space.id(), words(missing, done, begin));
            List<Gap> gaps = spaces.gaps(space, after, PART);
            if (gaps.isEmpty()) {
                break;
            }
            done += filler.fill(space, gaps, () -> rest(space));
            after = gaps.getLast().track();
            found = true;
            refresh(space, false);
        }
        if (isStopping()) {
            return false;
        }
        refresh(space, true);
        boolean whole = spaces.space(space.id()).map(s -> s.missing() == 0).orElse(false);
        if (whole && stored.state() == SpaceState.BUILDING) {
            LOG.log(Level.INFO, "space {0} is complete", space.id());
            doing = new Doing(space.id(), "is compared with what serves");
            spaces.ready(space);
            complete.accept(space);
        }
        doing = new Doing("", "");
        return found && !whole && done > 0;
    }

    private static String words(long missing, long done, long begin) {
        if (done < 2 * PART) {
            return "encodes " + missing + " tracks";
        }
        double perSecond = done / ((System.nanoTime() - begin) / 1e9);
        long left = Math.max(0, Math.round((missing - done) / perSecond));
        String about = left < 90 ? left + " s" : left < 5_400 ? Math.round(left / 60.0) + " min" : Math.round(left / 3_600.0) + " h";
        return String.format(Locale.ROOT, "encodes %.1f tracks/s, about %s left", perSecond, about);
    }

    /** Gives way to questions, and to live footage that waits to be looked at. */
    private boolean rest(Space space) throws InterruptedException {
        while (!isStopping()) {
            int behind = streams.list().stream().mapToInt(StreamStatus::behind).sum();
            if (behind == 0) {
                break;
            }
            doing = new Doing(space.id(), "waits for live footage that is not searchable yet (segments: " + behind + ")");
            pause(BUSY_POLL_MS);
        }
        long restMs = pace.rest();
        if (restMs > 0 && !pace.told().isEmpty()) {
            doing = new Doing(space.id(), pace.told());
        }
        pause(restMs);
        return !isStopping();
    }

    private void pause(long ms) throws InterruptedException {
        if (ms > 0) {
            stopping.await(ms, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Keeps every index warm, so that the first question after a change of space or of index waits for nothing: one that is staged
     * (another version, other parameters) builds its own segments beside those of the one that serves.
     */
    private void refresh(Space space, boolean now) {
        if (!now && System.nanoTime() - refreshedNanos < REFRESH_NANOS) {
            return;
        }
        refreshedNanos = System.nanoTime();
        try (Leases<VectorIndex> indexes = broker.leaseStarted(VectorIndex.class)) {
            indexes.services().forEach(index -> index.refresh(space));
        } catch (VireoException e) {
            LOG.log(Level.INFO, "index not refreshed: " + e.getMessage()); // it reads the catalogue when it comes
        }
    }
}

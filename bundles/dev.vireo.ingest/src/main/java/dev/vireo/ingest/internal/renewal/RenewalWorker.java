package dev.vireo.ingest.internal.renewal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.RenewalStatus;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.work.WorkThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The thread that looks at assets again, one after the other. Where it was is in the catalogue: it may end at any instant. It
 * gives way to everything that people wait for.
 */
final class RenewalWorker implements AssetAnalysis.Courtesy {
    private static final Logger LOG = System.getLogger(RenewalWorker.class.getName());
    private static final long IDLE_MS = 1_000;
    private static final long BUSY_POLL_MS = 500;
    private static final long LIVE_POLL_NANOS = Duration.ofMillis(500).toNanos();

    /** What is done now. */
    record Doing(RenewalStatus.State state, String words) {}

    private final Renewals renewals;
    private final Models models;
    private final Supplier<Optional<String>> others;
    private final BackgroundWork background;
    private final BackgroundWork.Pace pace;
    private final Set<Makers.Family> families;
    private final long settleNanos;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore wake = new Semaphore(0);
    private final WorkThread thread;
    private AssetRenewal assets;
    private volatile Doing doing = new Doing(RenewalStatus.State.IDLE, "");
    private volatile boolean halted;

    // Only the thread uses these.
    private Makers live = Makers.NONE;
    private long liveSinceNanos = System.nanoTime();
    private long liveReadNanos;
    private boolean swapped;
    private Makers remembered = Makers.NONE;

    /**
     * @param others who has to be waited for, in words; empty when nobody
     * @param slowdown what question times may rise to, as a multiple
     * @param settleMs how long the live models must have been the same [ms]
     */
    RenewalWorker(
            Renewals renewals,
            Models models,
            Supplier<Optional<String>> others,
            BackgroundWork background,
            double slowdown,
            Set<Makers.Family> families,
            long settleMs) {
        this.renewals = renewals;
        this.models = models;
        this.others = others;
        this.background = background;
        this.pace = background.pace(slowdown);
        this.families = families;
        this.settleNanos = TimeUnit.MILLISECONDS.toNanos(settleMs);
        this.thread = new WorkThread("vireo-renewal", "looking at footage again", stopping, this::work);
    }

    void start(AssetRenewal asset) {
        this.assets = asset;
        thread.start();
    }

    /** What people decided has changed: ends what is done now, and looks again what to do. */
    void changed() {
        halted = true;
        wake.release();
    }

    Doing doing() {
        return doing;
    }

    void stop(long limitMs) throws InterruptedException {
        stopping.countDown();
        wake.release();
        thread.join(limitMs);
    }

    private void work() throws InterruptedException {
        background.lower();
        while (!thread.isStopping()) {
            boolean worked = false;
            try {
                worked = step();
            } catch (VireoException e) {
                doing = new Doing(RenewalStatus.State.WAITING, "waits: " + e.getMessage());
                LOG.log(e.kind() == ErrorKind.INTERNAL ? Level.ERROR : Level.INFO,
                        "looking at footage again waits: " + e.getMessage());
            } catch (RuntimeException | OutOfMemoryError e) {
                doing = new Doing(RenewalStatus.State.WAITING, "waits after a fault, see the log");
                LOG.log(Level.ERROR, "looking at footage again failed; it is tried again", e);
            }
            if (!worked && wake.tryAcquire(IDLE_MS, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        }
    }

    /** @return whether an asset was done */
    private boolean step() throws InterruptedException {
        halted = false;
        look();
        if (!remembered.equals(live)) {
            Makers now = live;
            renewals.remember(models.known());
            remembered = now;
        }
        swapped = false;
        Renewals.Control control = renewals.control();
        if (control.paused() || control.abandoned().equals(Optional.of(live))) {
            if (!control.paused()) {
                renewals.tidy(List.of());
            }
            doing = new Doing(RenewalStatus.State.IDLE, "");
            return false;
        }
        if (System.nanoTime() - liveSinceNanos < settleNanos) {
            return false;
        }
        List<Makers> outdated = renewals.made().stream()
                .map(Renewals.Made::by)
                .filter(by -> by.outdated(live, families))
                .toList();
        renewals.tidy(outdated);
        // A reader that is still loading, or was stopped for a while, must not cost the texts that are known.
        List<Makers> possible = outdated.stream().filter(by -> by.readers().isEmpty() || !live.readers().isEmpty()).toList();
        Optional<Asset> next = renewals.next(possible, live);
        if (next.isEmpty()) {
            doing = possible.size() < outdated.size()
                    ? new Doing(RenewalStatus.State.WAITING, "waits for a reader of text, as this footage had one; start its bundle")
                    : new Doing(RenewalStatus.State.IDLE, "");
            return false;
        }
        if (!models.find()) {
            doing = new Doing(RenewalStatus.State.WAITING, "waits until a detector, a classifier and an encoder of pictures are live");
            return false;
        }
        Asset asset = next.get();
        String what = "a" + asset.id() + " (" + asset.path() + ")";
        BooleanSupplier stopped = this::stopped;
        doing = new Doing(RenewalStatus.State.RUNNING, "looks at " + what + " again");
        AssetRenewal.Outcome outcome = assets.renew(asset, live, stopped, share -> doing = new Doing(
                RenewalStatus.State.RUNNING,
                String.format(Locale.ROOT, "looks at %s again, %.0f %% of it%s", what, 100 * share, told())));
        return outcome != AssetRenewal.Outcome.STOPPED;
    }

    private String told() {
        String told = pace.told();
        return told.isEmpty() ? "" : "; " + told;
    }

    private boolean stopped() {
        if (System.nanoTime() - liveReadNanos > LIVE_POLL_NANOS) {
            look();
        }
        return thread.isStopping() || halted || swapped;
    }

    /** Sees who is live. */
    private void look() {
        liveReadNanos = System.nanoTime();
        Makers now = models.live();
        if (!now.equals(live)) {
            live = now;
            liveSinceNanos = liveReadNanos;
            swapped = true;
        }
    }

    @Override
    public void giveWay(BooleanSupplier stopped) throws InterruptedException {
        Optional<String> busy = others.get();
        while (busy.isPresent() && !stopped.getAsBoolean()) {
            doing = new Doing(RenewalStatus.State.WAITING, busy.get());
            stopping.await(BUSY_POLL_MS, TimeUnit.MILLISECONDS);
            busy = others.get();
        }
        long restMs = stopped.getAsBoolean() ? 0 : pace.rest();
        if (restMs > 0) {
            stopping.await(restMs, TimeUnit.MILLISECONDS);
        }
    }
}

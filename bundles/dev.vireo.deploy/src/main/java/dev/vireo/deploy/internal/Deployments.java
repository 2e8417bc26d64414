package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Intent;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Generations over the catalogue's rows, the bundle store, the framework and the broker. */
@Component(service = Generations.class, immediate = true, configurationPid = "dev.vireo.deploy")
@Designate(ocd = Deployments.Config.class)
public final class Deployments implements Generations {
    /** Settings. */
    @ObjectClassDefinition(name = "Vireo deployment")
    public @interface Config {
        @AttributeDefinition(min = "0", max = "86400",
                description = "How long what was replaced stays started, so that going back is instant [s]")
        int warm_s() default 600;

        @AttributeDefinition(min = "0", max = "3600",
                description = "How long a new generation is watched before it counts as good [s]")
        int watch_s() default 60;

        @AttributeDefinition(min = "0", max = "3600", description = "Longest wait for requests that hold what was replaced [s]")
        int drain_s() default 60;

        @AttributeDefinition(min = "5", max = "3600", description = "Longest time of a probe [s]")
        int probe_limit_s() default 120;

        @AttributeDefinition(min = "128", max = "1048576", description = "Most resident memory of a probe's process [MiB]")
        int probe_memory_mib() default 1_536;

        @AttributeDefinition(min = "0", max = "1048576",
                description = "Most resident memory of the runtime, both generations together; 0 leaves it to the machine [MiB]")
        int memory_limit_mib() default 0;

        @AttributeDefinition(min = "0", max = "86400", description = "Longest wait for a new index to build its segments; then it takes over "
                + "and searches one by one what has none yet [s]")
        int index_limit_s() default 3_600;

        @AttributeDefinition(min = "0", max = "100", description = "Least share of the first ten hits that a new space must have in common "
                + "with what serves, to take over by itself [%]")
        int ready_overlap_percent() default 50;

        @AttributeDefinition(min = "100", max = "1000", description = "Most that 95 of 100 questions may take in a new space that takes "
                + "over by itself, of what they take in what serves [%]")
        int ready_time_percent() default 150;
    }

    private static final Logger LOG = System.getLogger(Deployments.class.getName());
    private static final long STOP_S = 10;
    private static final long POLL_MS = 50;
    private static final long FOLLOW_MS = 500;

    private final Parts parts;
    private final PackageVerifier verifier;
    private final Steps steps = new Steps();
    private final Switch change;
    private final Trials trials;
    private final ScheduledThreadPoolExecutor executor;
    private final StartUp start;
    private final Generation started;
    private volatile boolean up;
    private volatile List<String> faults = List.of();

    /** Installs what the intent names; bundles of higher start levels follow. */
    @Activate
    public Deployments(
            Config config,
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Stage stage,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) GenerationStore rows,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) TrustStore trust,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) VectorStore vectors) {
        Settings settings = new Settings(config.warm_s(), config.watch_s(), config.drain_s(), config.probe_limit_s(),
                config.probe_memory_mib(), config.memory_limit_mib(), config.index_limit_s(), config.ready_overlap_percent(), config.ready_time_percent());
        Path home = Path.of(property(context, "vireo.home")).toAbsolutePath();
        Path distribution = Path.of(property(context, "vireo.dist"));
        BundleStore store = new BundleStore(home);
        Bundles bundles = new Bundles(context, stage);
        Readiness readiness = new Readiness(bundles, stage, new ModelStates(context));
        Memory memory = new Memory((long) settings.memoryLimitMib() << 20);
        this.parts = new Parts(rows, spaces, store, stage, bundles, new Lineup(bundles.installed(), store), readiness,
                new FamilyProbes(stage, vectors), settings);
        this.executor = new ScheduledThreadPoolExecutor(2, Thread.ofPlatform().name("vireo-deploy-", 0).daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Preparation preparation = new Preparation(parts, context,
                new ProbeProcess(distribution, home.resolve("cache").resolve("probe"), memory,
                        settings.probeLimitSeconds() * 1_000L, (long) settings.probeMemoryMib() << 20),
                memory);
        this.verifier = new PackageVerifier(trust, InstantSource.system());
        this.trials = new Trials(parts, executor, () -> shadowing(context), InstantSource.system());
        this.change = new Switch(parts, preparation, trials, steps, executor, verifier::raiseFloors);
        this.start = new StartUp(parts, InstantSource.system());
        this.started = start.run();
        stage.swap(started.number(), Set.of(), Set.of());
        verifier.raiseFloors(started); // a crash may have come between commit and floor
        executor.execute(this::awaitStart);
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new VireoException(ErrorKind.INTERNAL, "the property " + name + " is not set; start Vireo with bin/vireo");
        }
        return value;
    }

    private void awaitStart() {
        Set<Origin> brought = start.brought(started);
        try {
            while (!parts.readiness().missing(brought).isEmpty()) {
                faults = parts.readiness().faults(brought);
                Thread.sleep(POLL_MS);
            }
            faults = List.of();
            up = true;
            parts.rows().started(started.number());
            if (parts.rows().intent().lastGood() != started.number()) {
                change.watchStarted(started);
            }
            executor.scheduleWithFixedDelay(new SpaceFollow(parts, change.spaces(), steps), 0, FOLLOW_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped before it came up, see stopInOrder
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot tell whether generation " + started.number() + " has started", e);
        }
    }

    @Override
    public Generation deploy(Path file) {
        return deploy(file, false);
    }

    @Override
    public Generation deploy(Path file, boolean whenReady) {
        needStart();
        return change.deploy(verifier.verify(file), whenReady, OptionalInt.empty());
    }

    @Override
    public Generation tryOut(Path file, int percent) {
        needStart();
        trials.check(percent);
        trials.refuseWhileOn();
        return change.deploy(verifier.verify(file), false, OptionalInt.of(percent));
    }

    @Override
    public Generation promote(OptionalLong number) {
        needStart();
        return change.decisions().promote(number);
    }

    @Override
    public Generation discard(OptionalLong number) {
        needStart();
        return change.decisions().discard(number);
    }

    @Override
    public Optional<TrialReport> trial(long number) {
        return trials.report(number);
    }

    /** Asked for at each use and not injected: what asks again starts long after this. */
    private static Optional<Shadowing> shadowing(BundleContext context) {
        return Optional.ofNullable(context.getServiceReference(Shadowing.class)).map(context::getService);
    }

    @Override
    public Generation rollback(OptionalLong number) {
        needStart();
        return change.rollback(number);
    }

    private void needStart() {
        if (!up) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "generation " + started.number() + " is still starting; try again when "
                    + "the runtime is ready");
        }
    }

    @Override
    public List<Generation> list() {
        return parts.rows().list().stream().map(this::told).toList();
    }

    /** What waits for its space tells how far that is. */
    private Generation told(Generation g) {
        return g.state() != State.STAGED ? g : steps.newest(g.number())
                .map(p -> new Generation(g.number(), g.state(), g.parent(), g.created(), g.changed(), p.message(), g.failedStarts(), g.packages()))
                .orElse(g);
    }

    @Override
    public Intent intent() {
        return parts.rows().intent();
    }

    @Override
    public Listening listen(long number, Consumer<Progress> listener) {
        Generation generation = parts.generation(number);
        if (generation.state() == State.STAGED) { // waits for its space, and nothing was told since the start
            return steps.listen(number, new Progress(number, Progress.WAITING, generation.reason(), false, false), listener);
        }
        boolean serves = generation.state() == State.ACTIVE;
        return steps.listen(number,
                new Progress(number, generation.state().name().toLowerCase(Locale.ROOT), generation.reason(), true,
                        !serves && generation.state() != State.TRIAL),
                listener);
    }

    @Override
    public List<String> startFaults() {
        return faults;
    }

    @Override
    public boolean hasStarted() {
        return up;
    }

    @Override
    public void stopInOrder() {
        if (!up && faults.isEmpty()) {
            parts.rows().startGivenUp(started.number());
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        trials.stop();
        executor.shutdownNow();
        if (!executor.awaitTermination(STOP_S, TimeUnit.SECONDS)) {
            LOG.log(Level.ERROR, "a deployment is still running {0} s after it was told to stop", STOP_S);
        }
    }
}

package dev.vireo.ingest.internal.renewal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.RenewalStatus;
import dev.vireo.api.ingest.RenewalStatus.State;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.live.StreamIngest;
import dev.vireo.ingest.internal.model.Models;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Looks at stored footage again after a change of models, with the same analysis as ingest and in the same settings. See
 * docs/adr/0029.
 */
@Component(immediate = true, configurationPid = "dev.vireo.ingest.renewal") // goes on without being asked
@Designate(ocd = FootageRenewal.Config.class)
public final class FootageRenewal implements Renewal {
    /** Settings of looking again. */
    @ObjectClassDefinition(name = "Vireo renewal", description = "How stored footage is looked at again after a change of models.")
    public @interface Config {
        @AttributeDefinition(description = "Whether stored footage is looked at again at all")
        boolean enabled() default true;

        @AttributeDefinition(description = "Families whose change has footage looked at again: detector, classifier, reader")
        String[] follows() default {"detector", "classifier"};

        @AttributeDefinition(min = "1.1", max = "10",
                description = "What 95 of 100 questions may take meanwhile, as a multiple of what they take otherwise")
        double slowdown_limit() default 1.5;

        @AttributeDefinition(min = "0", max = "600000",
                description = "How long the live models must have been the same before it begins [ms]")
        long settle_ms() default 3_000;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;
    }

    private static final int FAILURES_SHOWN = 20;

    private final Renewals renewals;
    private final Models models;
    private final boolean enabled;
    private final Set<Makers.Family> families;
    private final long drainMs;
    private final RenewalWorker worker;

    @Activate
    public FootageRenewal(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Renewals renewals,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaStore store,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaIngest files,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) StreamIngest streams,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) BackgroundWork background,
            Config config) {
        this(catalog, renewals, reader, store, files, streams.gapMs(), () -> others(files, streams), background, config);
    }

    /** @param others who has to be waited for, in words; empty when nobody */
    public FootageRenewal(
            Catalog catalog,
            Renewals renewals,
            MediaReader reader,
            MediaStore store,
            MediaIngest files,
            long gapMs,
            Supplier<Optional<String>> others,
            BackgroundWork background,
            Config config) {
        if (!(config.slowdown_limit() >= 1.1) || config.settle_ms() < 0 || config.drain_ms() < 0) {
            throw new VireoException(ErrorKind.USER_INPUT, "configuration dev.vireo.ingest.renewal: slowdown.limit is "
                    + config.slowdown_limit() + ", settle.ms " + config.settle_ms() + ", drain.ms " + config.drain_ms()
                    + "; they need at least 1.1, 0 and 0");
        }
        this.renewals = renewals;
        this.models = files.models();
        this.enabled = config.enabled();
        this.families = families(config.follows());
        this.drainMs = config.drain_ms();
        this.worker = new RenewalWorker(renewals, models, others, background,
                config.slowdown_limit(), families, config.settle_ms());
        if (enabled) {
            worker.start(new AssetRenewal(catalog, renewals, reader, store,
                    new AssetAnalysis(models, reader, files.settings(), files.liveFirst(), worker), files.freshIndex(), families, gapMs));
        }
    }

    private static Set<Makers.Family> families(String[] names) {
        Set<Makers.Family> families = EnumSet.noneOf(Makers.Family.class);
        for (String name : names) {
            try {
                families.add(Makers.Family.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new VireoException(ErrorKind.USER_INPUT, "configuration dev.vireo.ingest.renewal: follows names '" + name
                        + "'; allowed are detector, classifier and reader", e);
            }
        }
        return families;
    }

    /** What goes before it: live footage that is not searchable yet, and what people add. */
    private static Optional<String> others(MediaIngest files, StreamIngest streams) {
        int behind = streams.list().stream().mapToInt(StreamStatus::behind).sum();
        if (behind > 0) {
            return Optional.of("waits for live footage that is not searchable yet (segments: " + behind + ")");
        }
        return files.busy() ? Optional.of("waits for what is being added") : Optional.empty();
    }

    @Deactivate
    public void stop() throws InterruptedException {
        if (enabled) {
            worker.stop(drainMs);
        }
    }

    @Override
    public RenewalStatus status() {
        Makers live = models.live();
        long current = 0;
        long outdated = 0;
        for (Renewals.Made made : renewals.made()) {
            if (made.by().outdated(live, families)) {
                outdated += made.assets();
            } else {
                current += made.assets();
            }
        }
        List<Renewals.Failure> failures = renewals.failures(live, Integer.MAX_VALUE);
        RenewalWorker.Doing doing = worker.doing();
        Renewals.Control control = renewals.control();
        State state = !enabled
                ? State.OFF
                : control.paused() ? State.PAUSED : control.abandoned().equals(Optional.of(live)) ? State.ABANDONED : doing.state();
        boolean busy = state == State.RUNNING || state == State.WAITING;
        return new RenewalStatus(state, busy ? doing.words() : "", live, current, Math.max(0, outdated - failures.size()),
                failures.size(), failures.stream().limit(FAILURES_SHOWN).toList());
    }

    @Override
    public RenewalStatus pause() {
        return decide(new Renewals.Control(true, renewals.control().abandoned()));
    }

    @Override
    public RenewalStatus resume() {
        renewals.retry();
        return decide(new Renewals.Control(false, Optional.empty()));
    }

    @Override
    public RenewalStatus abandon() {
        return decide(new Renewals.Control(false, Optional.of(models.live())));
    }

    private RenewalStatus decide(Renewals.Control control) {
        if (!enabled) {
            throw new VireoException(ErrorKind.USER_INPUT, "footage is not looked at again: the setting enabled of"
                    + " conf/dev.vireo.ingest.renewal.json is false; set it to true first");
        }
        renewals.control(control);
        worker.changed();
        return status();
    }
}

package dev.vireo.spaces.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.deploy.SpaceStatus;
import dev.vireo.api.deploy.SpaceStatus.Presence;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.ingest.Streams;
import dev.vireo.api.media.Footage;
import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.SpaceSearch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Changes of spaces, step by step: build, compare, cut over, return, drop. */
@Component(immediate = true, configurationPid = "dev.vireo.spaces") // goes on building without being asked
@Designate(ocd = SpaceMigration.Config.class)
public final class SpaceMigration implements SpaceChange {
    /** Settings of changing spaces. */
    @ObjectClassDefinition(name = "Vireo change of spaces", description = "How spaces are built, kept and dropped")
    public @interface Config {
        @AttributeDefinition(min = "0", max = "87600",
                description = "How long a space that served is kept for going back to it [hours]; 0 until it is dropped by hand")
        int retain_hours() default 0;

        @AttributeDefinition(min = "1.1", max = "10",
                description = "What 95 of 100 questions may take while a space is built, as a multiple of what they take otherwise")
        double slowdown_limit() default 1.5;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for the step that runs when stopped [ms]")
        long drain_ms() default 10_000;

        @AttributeDefinition(min = "0", max = "600", description = "Longest wait of a drop for questions that still read the space [s]")
        int drop_wait_s() default 60;
    }

    private static final Logger LOG = System.getLogger(SpaceMigration.class.getName());

    private static final int FAULTS_SHOWN = 20;

    private final Broker broker;
    private final SpaceCatalog spaces;
    private final Site site;
    private final SpaceSearch search;
    private final ShadowQuestions questions;
    private final Domains domains;
    private final Duration dropWait;
    private final int retainHours;
    private final long drainMs;
    private final SpaceBuilder builder;
    private volatile boolean stopping;

    @Activate
    public SpaceMigration(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) QuestionSample sample,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Footage footage,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) RegionReader regions,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Streams streams,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceSearch search,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) BackgroundWork background,
            Config config) {
        if (config.retain_hours() < 0 || !(config.slowdown_limit() >= 1.1) || config.drain_ms() < 0
                || config.drop_wait_s() < 0) {
            throw new VireoException(ErrorKind.USER_INPUT, "configuration dev.vireo.spaces: retain.hours is " + config.retain_hours()
                    + ", slowdown.limit " + config.slowdown_limit() + ", drain.ms " + config.drain_ms() + ", drop.wait.s "
                    + config.drop_wait_s() + "; they need at least 0, 1.1, 0 and 0");
        }
        this.broker = broker;
        this.domains = new Domains(catalog, streams);
        this.dropWait = Duration.ofSeconds(config.drop_wait_s());
        this.spaces = spaces;
        this.site = site;
        this.search = search;
        this.questions = new ShadowQuestions(catalog, sample, search);
        this.retainHours = config.retain_hours();
        this.drainMs = config.drain_ms();
        this.builder = new SpaceBuilder(broker, spaces, streams, new GapFiller(catalog, spaces, footage, regions),
                background, config.slowdown_limit(), this::complete, this::expire);
        builder.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopping = true;
        builder.stop(drainMs);
    }

    @Override
    public List<SpaceStatus> list() {
        Encoders encoders = Encoders.now(broker);
        TreeMap<String, SpaceStatus> all = new TreeMap<>();
        for (StoredSpace stored : spaces.spaces()) {
            all.put(stored.space().id(), new SpaceStatus(stored.space(),
                    encoders.refs().getOrDefault(stored.space(), stored.encoder()), encoders.presence(stored.space()),
                    Optional.of(stored), builder.doing(stored.space()), spaces.report(stored.space()),
                    stored.faults() == 0 ? List.of() : spaces.faults(stored.space(), FAULTS_SHOWN)));
        }
        encoders.refs().forEach((space, encoder) -> all.putIfAbsent(space.id(), new SpaceStatus(
                space, encoder, encoders.presence(space), Optional.empty(), "", Optional.empty(), List.of())));
        return new ArrayList<>(all.values());
    }

    @Override
    public Optional<SpaceStatus> status(String space) {
        return list().stream().filter(s -> s.space().id().equals(space)).findFirst();
    }

    private SpaceStatus known(String space) {
        return status(space).orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND,
                "no space is called " + space + ", and no encoder that is there makes one; `vireo spaces` shows those that there are"));
    }

    private static void requireEncoder(SpaceStatus status, String what) {
        if (status.presence() == Presence.ABSENT) {
            throw new VireoException(ErrorKind.USER_INPUT, "the encoder of space " + status.space().id() + " is not there, so " + what
                    + "; deploy or start the bundle that brings " + (status.encoder().isEmpty() ? "it" : status.encoder()) + " first");
        }
    }

    @Override
    public SpaceStatus build(String space) {
        SpaceStatus status = known(space);
        requireEncoder(status, "nothing can be encoded in it");
        spaces.build(status.space(), status.encoder());
        spaces.retry(status.space());
        builder.wake();
        return known(space);
    }

    @Override
    public SpaceReport compare(String space, String domain) {
        SpaceStatus status = known(space);
        domains.require(domain);
        requireEncoder(status, "no question can be put into it");
        if (status.stored().isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "space " + space + " holds nothing yet; `vireo spaces build " + space + "` fills it");
        }
        SpaceReport report = new Comparison(search).run(
                questions.of(domain), domain, spaces.serving(domain), status.space(), site.time().instant(), () -> stopping);
        spaces.report(status.space(), report);
        return report;
    }

    /** A space has become complete: its report is made at once, so that whoever decides has it. */
    private void complete(Space space) {
        try {
            if (!spaces.serving(Catalog.DEFAULT_DOMAIN).isEmpty()) {
                compare(space.id(), Catalog.DEFAULT_DOMAIN);
            }
        } catch (VireoException e) {
            LOG.log(Level.WARNING, "space " + space.id() + " was not compared with what serves: " + e.getMessage()
                    + "; `vireo spaces compare` does it");
        }
    }

    @Override
    public SpaceStatus cutOver(String space, Optional<String> domain, boolean unproven) {
        SpaceStatus status = known(space);
        domain.ifPresent(domains::require);
        requireEncoder(status, "no question could be put into it");
        SpaceState state = status.stored().map(StoredSpace::state).orElseThrow(() -> new VireoException(ErrorKind.USER_INPUT,
                "space " + space + " holds nothing yet; `vireo spaces build " + space + "` fills it"));
        boolean replaces = !spaces.serving(domain.orElse(SpaceCatalog.EVERY_DOMAIN)).isEmpty();
        if (state == SpaceState.READY && replaces && status.report().isEmpty() && !unproven) {
            throw new VireoException(ErrorKind.USER_INPUT, "space " + space + " was not compared with what serves; `vireo spaces compare "
                    + space + "` does it, --unproven cuts over without");
        }
        spaces.cutOver(status.space(), domain);
        LOG.log(Level.INFO, "space {0} serves {1}", space, domain.map(d -> "domain " + d).orElse("every domain"));
        builder.wake();
        return known(space);
    }

    @Override
    public List<SpaceStatus> back(Optional<String> domain) {
        Encoders encoders = Encoders.now(broker);
        for (Space before : spaces.before(domain)) {
            if (encoders.presence(before) == Presence.ABSENT) {
                requireEncoder(known(before.id()), "going back would leave questions to labels alone");
            }
        }
        List<String> now = spaces.back(domain).stream().map(Space::id).toList();
        LOG.log(Level.INFO, "went back: {0} serves {1}", now, domain.map(d -> "domain " + d).orElse("every domain"));
        builder.wake();
        return list().stream().filter(s -> now.contains(s.space().id())).toList();
    }

    @Override
    public long drop(String space) {
        StoredSpace stored = known(space).stored().orElseThrow(() -> new VireoException(ErrorKind.USER_INPUT,
                "space " + space + " holds nothing; its encoder only offers it"));
        if (stored.state() != SpaceState.SERVING) { // else the catalogue refuses
            awaitQuestions(stored.space());
        }
        long freed = spaces.drop(stored.space());
        try (Leases<VectorIndex> indexes = broker.leaseStarted(VectorIndex.class)) {
            for (VectorIndex index : indexes.services()) {
                freed += index.drop(stored.space());
            }
        }
        LOG.log(Level.INFO, "space {0} was dropped", space);
        return freed;
    }

    /** Questions that began before a cut-over read what they began with. */
    private void awaitQuestions(Space space) {
        try {
            int left = search.drain(space, dropWait);
            if (left > 0) {
                throw new VireoException(ErrorKind.UNAVAILABLE, "nothing was dropped: after " + dropWait.toSeconds() + " s " + left
                        + " question(s) that began before the cut-over still read space " + space.id() + "; try again when they have ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VireoException(ErrorKind.UNAVAILABLE, "nothing was dropped: the runtime stops", e);
        }
    }

    /** Drops what served long enough ago. */
    private void expire() {
        if (retainHours == 0) {
            return;
        }
        Instant limit = site.time().instant().minus(Duration.ofHours(retainHours));
        for (StoredSpace stored : spaces.spaces()) {
            if (stored.state() == SpaceState.RETAINED && stored.since().isBefore(limit)) {
                try {
                    drop(stored.space().id());
                } catch (VireoException e) {
                    LOG.log(Level.INFO, "space " + stored.space().id() + " is not dropped yet: " + e.getMessage());
                }
            }
        }
    }
}

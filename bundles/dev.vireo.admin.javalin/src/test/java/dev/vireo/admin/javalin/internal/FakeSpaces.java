package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.deploy.SpaceStatus;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two spaces: one that serves, and one that is ready, or only offered before it was built. */
final class FakeSpaces implements SpaceChange {
    static final String OLD = "conse-a-1.0.0-b-1.0.0";
    static final String NEW = "conse-a-1.1.0-b-1.0.0";
    private static final Instant SINCE = Instant.parse("2026-11-20T12:00:00Z");

    private boolean built;
    private boolean dropped;
    private Optional<SpaceReport> report = Optional.empty();
    private String serving = OLD;

    @Override
    public List<SpaceStatus> list() {
        List<SpaceCatalog.Fault> lost = List.of(new SpaceCatalog.Fault(7, "/footage/cut.mp4", "the file is cut", 3));
        SpaceStatus old = status(OLD, "conse-a-b@1.0.0+1.0.0", true, SpaceStatus.Presence.LIVE, Optional.empty(), List.of());
        SpaceStatus fresh = status(NEW, "conse-a-b@1.1.0+1.0.0", built, SpaceStatus.Presence.STAGED, report, built ? lost : List.of());
        return dropped ? List.of(fresh) : List.of(old, fresh);
    }

    private SpaceStatus status(
            String id, String encoder, boolean stored, SpaceStatus.Presence presence, Optional<SpaceReport> made,
            List<SpaceCatalog.Fault> lost) {
        Space space = new Space(id, 384);
        boolean serves = serving.equals(id);
        SpaceState state = serves ? SpaceState.SERVING : id.equals(OLD) ? SpaceState.RETAINED : SpaceState.READY;
        Set<String> domains = serves ? Set.of(SpaceCatalog.EVERY_DOMAIN) : Set.of();
        return new SpaceStatus(space, encoder, presence,
                stored ? Optional.of(new StoredSpace(space, encoder, state, SINCE, domains, 1_200, 1_197, lost.isEmpty() ? 0 : 3, 1_838_592))
                        : Optional.empty(),
                "", made, lost);
    }

    @Override
    public Optional<SpaceStatus> status(String space) {
        return list().stream().filter(s -> s.space().id().equals(space)).findFirst();
    }

    private SpaceStatus known(String space) {
        return status(space).orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "no space is called " + space));
    }

    @Override
    public SpaceStatus build(String space) {
        known(space);
        built = true;
        return known(space);
    }

    @Override
    public SpaceReport compare(String space, String domain) {
        known(space);
        report = Optional.of(new SpaceReport(SINCE, domain, List.of(OLD), 12, 30, 0.81, 0.74, 0.8,
                new SpaceReport.Times(21, 60), new SpaceReport.Times(23, 64),
                List.of(new SpaceReport.Difference("something like a harbour at dusk", 0.2))));
        return report.get();
    }

    @Override
    public SpaceStatus cutOver(String space, Optional<String> domain, boolean unproven) {
        if (report.isEmpty() && !unproven) {
            throw new VireoException(ErrorKind.USER_INPUT, "space " + space + " was not compared with what serves");
        }
        serving = space;
        return known(space);
    }

    @Override
    public List<SpaceStatus> back(Optional<String> domain) {
        serving = OLD;
        return List.of(known(OLD));
    }

    @Override
    public long drop(String space) {
        if (serving.equals(space)) {
            throw new VireoException(ErrorKind.USER_INPUT, "space " + space + " serves domain *; cut over to another space first");
        }
        dropped = true;
        return 1_838_592;
    }
}

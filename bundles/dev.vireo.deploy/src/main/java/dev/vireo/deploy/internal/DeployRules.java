package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.deploy.internal.BroughtSpaces.Difference;
import java.util.List;

/** What is refused of a package that passed verification, by what was deployed before. */
final class DeployRules {
    /** What a deployment leaves free for the catalogue and what is added meanwhile. */
    private static final long DISK_SPARE = 256L << 20;

    private final Parts parts;

    DeployRules(Parts parts) {
        this.parts = parts;
    }

    /**
     * @param others packages that stay
     * @throws VireoException USER_INPUT or RESOURCES with the reason when it is refused
     */
    void check(DeployedPackage content, List<DeployedPackage> others, Generation active) {
        refuseSameVersionOfOther(content);
        refuseBesideAnother(content, active);
        refuseTwice(others, content);
        refuseWithoutRoom(content);
    }

    /** A version names one content for ever. */
    private void refuseSameVersionOfOther(DeployedPackage content) {
        for (DeployedBundle bundle : content.bundles()) {
            for (Generation generation : parts.rows().list()) {
                for (DeployedBundle known : generation.state() == State.FAILED ? List.<DeployedBundle>of() : generation.bundles()) {
                    if (known.symbolicName().equals(bundle.symbolicName()) && known.version().equals(bundle.version())
                            && !known.sha256().equals(bundle.sha256())) {
                        throw new VireoException(ErrorKind.USER_INPUT, "refused: " + bundle.symbolicName() + " " + bundle.version()
                                + " is in generation " + generation.number() + " with other content; raise the bundle's version");
                    }
                }
            }
            parts.lineup().original(bundle.symbolicName())
                    .filter(s -> s.origin().version().equals(bundle.version()))
                    .ifPresent(s -> {
                        throw new VireoException(ErrorKind.USER_INPUT, "refused: " + s.origin()
                                + " is what the distribution brings; raise the bundle's version");
                    });
        }
    }

    /** What waits for its space would be forgotten. */
    private void refuseBesideAnother(DeployedPackage content, Generation active) {
        for (Generation waiting : parts.rows().list()) {
            for (Difference difference : waiting.state() == State.STAGED ? parts.brought().differences(waiting, active) : List.<Difference>of()) {
                if (difference.packageName().equals(content.name())) {
                    throw new VireoException(ErrorKind.USER_INPUT, "refused: generation " + waiting.number() + " with another version of "
                            + content.name() + " waits for its space; vireo spaces cutover " + difference.space().id()
                            + " lets it serve, vireo spaces drop " + difference.space().id() + " gives it up");
                }
            }
        }
    }

    private void refuseWithoutRoom(DeployedPackage content) {
        long need = content.bundles().stream().mapToLong(DeployedBundle::size).sum() + DISK_SPARE;
        long free = parts.store().freeBytes();
        if (free < need) {
            throw new VireoException(ErrorKind.RESOURCES, "refused: " + content.name() + " " + content.version() + " needs "
                    + need / 1_000_000 + " MB on the disk of the store, " + DISK_SPARE / 1_000_000 + " MB to spare included; "
                    + free / 1_000_000 + " MB are free");
        }
    }

    private static void refuseTwice(List<DeployedPackage> others, DeployedPackage content) {
        for (DeployedPackage other : others) {
            for (DeployedBundle bundle : other.bundles()) {
                if (content.bundles().stream().anyMatch(b -> b.symbolicName().equals(bundle.symbolicName()))) {
                    throw new VireoException(ErrorKind.USER_INPUT, "refused: " + bundle.symbolicName() + " belongs to the package "
                            + other.name() + " " + other.version() + " already; only that may replace it");
                }
            }
        }
    }
}

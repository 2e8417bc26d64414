package dev.vireo.deploy.internal;

import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.GenerationStore;
import dev.vireo.api.deploy.PackageSpace;
import dev.vireo.api.encode.Space;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which generations bring which spaces, where a deploy changed that. A generation whose space is kept, and that the active one does
 * not bring, stays started beside it: before its space serves, and afterwards for as long as somebody may go back.
 */
final class BroughtSpaces {
    private static final Logger LOG = System.getLogger(BroughtSpaces.class.getName());

    private final GenerationStore rows;
    private final SpaceCatalog spaces;

    BroughtSpaces(GenerationStore rows, SpaceCatalog spaces) {
        this.rows = rows;
        this.spaces = spaces;
    }

    /**
     * A package in which a generation differs from the active one by the space that it brings.
     *
     * @param packageName name of the package
     * @param space that the generation brings
     * @param active that the active generation brings
     */
    record Difference(String packageName, Space space, Space active) {}

    /** The content of a package in a generation, as its spaces are noted by. */
    static String content(Generation generation, String packageName) {
        return generation.packages().stream()
                .filter(p -> p.name().equals(packageName))
                .map(DeployedPackage::sha256)
                .findFirst()
                .orElse(PackageSpace.DISTRIBUTION);
    }

    /** By package, of those whose space was noted. */
    private static Map<String, Space> of(Generation generation, List<PackageSpace> noted) {
        Map<String, Space> brought = new HashMap<>();
        noted.stream()
                .filter(p -> p.sha256().equals(content(generation, p.packageName())))
                .forEach(p -> brought.put(p.packageName(), p.space()));
        return brought;
    }

    /** The spaces that were noted for the packages of a generation, by package. */
    Map<String, Space> noted(Generation generation) {
        return of(generation, rows.packageSpaces());
    }

    List<Difference> differences(Generation generation, Generation active) {
        List<PackageSpace> noted = rows.packageSpaces();
        Map<String, Space> serving = of(active, noted);
        List<Difference> differences = new ArrayList<>();
        of(generation, noted).forEach((name, space) -> {
            Space other = serving.get(name);
            if (other != null && !other.equals(space)) {
                differences.add(new Difference(name, space, other));
            }
        });
        return differences;
    }

    /** Whether a generation stays started because of a space that is kept. */
    boolean keeps(Generation generation, Generation active) {
        return differences(generation, active).stream().anyMatch(d -> stored(d.space()).isPresent());
    }

    Optional<StoredSpace> stored(Space space) {
        return spaces.space(space.id());
    }

    boolean serves(Space space) {
        return stored(space).map(s -> s.state() == SpaceState.SERVING).orElse(false);
    }

    /** Whether questions could read a space now without missing footage. */
    boolean complete(Space space) {
        return stored(space).map(s -> s.state() != SpaceState.BUILDING).orElse(false);
    }

    /**
     * What serves when a package of {@code from} takes the place of what {@code active} has under its name, and nothing else changes.
     * Its number means nothing.
     */
    static Generation swapped(Generation active, Generation from, String packageName) {
        List<DeployedPackage> packages = new ArrayList<>(active.packages());
        packages.removeIf(p -> p.name().equals(packageName));
        from.packages().stream().filter(p -> p.name().equals(packageName)).forEach(packages::add);
        return new Generation(from.number(), from.state(), active.number(), from.created(), from.changed(), "", 0, packages);
    }

    /** A generation comes back in place of another that failed: where their spaces differ, questions read those of the first again. */
    void serveAgain(Generation back, Generation failed) {
        for (Difference difference : differences(back, failed)) {
            if (serves(difference.active()) && complete(difference.space())) {
                spaces.cutOver(difference.space(), Optional.empty());
                LOG.log(Level.WARNING, "questions read space {0} again, as generation {1} does", difference.space().id(), back.number());
            }
        }
    }
}

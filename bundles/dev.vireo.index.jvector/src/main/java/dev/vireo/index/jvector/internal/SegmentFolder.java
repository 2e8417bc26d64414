package dev.vireo.index.jvector.internal;

import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.VectorStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where one index keeps its segments of one space: a folder of its own below the space's. So two versions or parameters of the
 * index stand side by side over the same vectors, one serving and one being built, and neither touches what the other has.
 * Rows of segments name their file with that folder.
 *
 * <p>What an index left that nobody opened for a month is removed by whichever opens the space next.
 */
final class SegmentFolder {
    private static final Logger LOG = System.getLogger(SegmentFolder.class.getName());
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*";

    private final Space space;
    private final Path root;
    private final String instance;
    private final VectorStore store;

    /** @param root the folder of the space, @param instance see {@link GraphParameters#instance} */
    SegmentFolder(Space space, Path root, String instance, VectorStore store) {
        this.space = space;
        this.root = root;
        this.instance = instance;
        this.store = store;
    }

    /** Whether a row's file lies in the folder of an index, and nowhere else. */
    static boolean isName(String file) {
        return file.matches(NAME);
    }

    /** Files of segments are named relative to it. */
    Path root() {
        return root;
    }

    /** Holds this index's files and nothing else. */
    Path own() {
        return root.resolve(instance);
    }

    /** The name of a file of this index as its row has it. */
    String name(String file) {
        return instance + "/" + file;
    }

    void make() throws IOException {
        Files.createDirectories(own());
        Files.setLastModifiedTime(own(), FileTime.from(Instant.now()));
    }

    /** This index's published segments, in order of generation. */
    List<Segment> published() {
        return store.segments(space).stream().filter(segment -> segment.file().startsWith(instance + "/")).toList();
    }

    /** Removes files that no row names, and what indexes of long ago left. */
    void clear(Collection<Segment> sound) {
        Set<String> ours = sound.stream().map(Segment::file).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(own())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if ((SegmentBuild.isSegment(file) || name.endsWith(".tmp")) && !ours.contains(name(name))) {
                    Files.delete(file);
                }
            }
            retire();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "cannot clear " + root, e);
        }
    }

    private void retire() throws IOException {
        List<Segment> rows = store.segments(space);
        List<Path> left;
        try (Stream<Path> files = Files.list(root)) {
            left = files.toList();
        }
        // Rows that name no file of any index.
        List<Segment> astray = new ArrayList<>(rows);
        astray.removeIf(row -> isName(row.file()) && Files.isDirectory(root.resolve(row.file()).getParent()));
        if (!astray.isEmpty()) {
            store.publish(space, List.of(), astray);
        }
        Instant limit = Instant.now().minus(KEPT);
        for (Path file : left) {
            String name = file.getFileName().toString();
            if (name.equals(instance) || Files.isDirectory(file) && Files.getLastModifiedTime(file).toInstant().isAfter(limit)) {
                continue;
            }
            // Beside the folders lie files of versions that had no folders: their vectors are built anew.
            List<Segment> gone = rows.stream().filter(row -> row.file().startsWith(name + "/")).toList();
            if (!gone.isEmpty()) {
                store.publish(space, List.of(), gone);
            }
            delete(file);
        }
    }

    /** Removes a file, or a folder of files. @return its size [bytes] */
    static long delete(Path path) throws IOException {
        long freed = 0;
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    freed += delete(file);
                }
            }
        } else {
            freed = Files.size(path);
        }
        Files.delete(path);
        return freed;
    }
}

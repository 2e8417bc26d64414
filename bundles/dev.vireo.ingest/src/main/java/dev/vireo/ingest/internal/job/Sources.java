package dev.vireo.ingest.internal.job;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files that a job's sources mean.
 *
 * <p>Folders are read recursively in order of name. Links inside a folder are not followed: what lies inside is found
 * under its own name, and what lies outside was not asked for. So there are no loops. Hidden files and what operating
 * systems leave behind are passed over in silence; everything else that cannot be media is listed as refused.
 */
final class Sources {
    /** A regular file. */
    record Candidate(Path file, long bytes) {}

    /** A path that is not even looked into. */
    record Refused(Path path, String reason) {}

    record Listing(List<Candidate> files, List<Refused> refused) {}

    private static final Set<String> SYSTEM = Set.of(
            "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information", "lost+found", "@eadir",
            "__macosx", "icon\r");

    private Sources() {}

    /** @throws VireoException USER_INPUT when the path is none, is relative, is absent or cannot be read */
    static void check(String source) {
        Path path;
        try {
            path = Path.of(source);
        } catch (InvalidPathException e) {
            throw new VireoException(ErrorKind.USER_INPUT, "'" + shortened(source) + "' is not a path: " + e.getReason(), e);
        }
        if (!path.isAbsolute()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "'" + shortened(source) + "' is not an absolute path; give the path from the root");
        }
        if (!Files.exists(path)) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "'" + shortened(source) + "' does not exist; check the spelling");
        }
        if (!Files.isReadable(path)) {
            throw new VireoException(ErrorKind.USER_INPUT, "'" + shortened(source)
                    + "' cannot be read: permission denied; let the user that runs Vireo read it");
        }
    }

    /** A client's text, short enough for a message. */
    static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    static Listing list(List<Path> sources) {
        List<Candidate> files = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path source : sources) {
            try {
                Path real = source.toRealPath();
                BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    folder(real, seen, files, refused);
                } else if (!attributes.isRegularFile()) {
                    refused.add(new Refused(source, "is neither a file nor a folder"));
                } else if (seen.add(real)) {
                    files.add(new Candidate(source, attributes.size()));
                }
            } catch (IOException e) {
                refused.add(new Refused(source, "cannot be read: " + reason(e)));
            }
        }
        return new Listing(files, refused);
    }

    private static void folder(Path root, Set<Path> seen, List<Candidate> files, List<Refused> refused)
            throws IOException {
        List<Candidate> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return !dir.equals(root) && passedOver(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (passedOver(file)) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isSymbolicLink()) {
                    link(root, file, refused);
                } else if (!attributes.isRegularFile()) {
                    refused.add(new Refused(file, "is neither a file nor a folder"));
                } else if (seen.add(file)) {
                    found.add(new Candidate(file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                refused.add(new Refused(file, "cannot be read: " + reason(e)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) {
                if (e != null) {
                    refused.add(new Refused(dir, "could be read only in part: " + reason(e)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Candidate::file));
        files.addAll(found);
    }

    private static void link(Path root, Path link, List<Refused> refused) {
        try {
            if (!link.toRealPath().startsWith(root)) {
                refused.add(new Refused(link, "is a link that leads out of the folder; add its target by name"));
            }
        } catch (IOException e) {
            refused.add(new Refused(link, "is a link that leads nowhere"));
        }
    }

    private static boolean passedOver(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
    }

    /** An exception's meaning without the path, which stands beside it anyway. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.file.NoSuchFileException _ -> "it does not exist";
            case java.nio.file.FileSystemLoopException _ -> "it contains itself";
            case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason().toLowerCase(Locale.ROOT);
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}

package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The folder in which a probe and the runtime that sent it meet. */
final class ProbeFolder {
    /** Framework property that names the folder; only a probe has it. */
    static final String PROPERTY = "vireo.probe";

    private static final String REASON = "reason";
    private static final String NEED = "need_bytes";

    private final Path folder;

    ProbeFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    /**
     * What a probe found.
     *
     * @param reason why it failed; empty when it did not
     * @param needBytes resident memory that the bundles took
     */
    record Result(String reason, long needBytes) {}

    /** @param installed what the probe installs: {@code start level, tab, file} a line */
    void prepare(List<String> installed, Collection<Origin> subjects) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("bundles"), installed);
        Files.write(folder.resolve("subjects"), subjects.stream().map(o -> o.bundle() + '\t' + o.version()).toList());
    }

    Set<Origin> subjects() {
        try {
            return Files.readAllLines(folder.resolve("subjects")).stream()
                    .map(l -> l.split("\t"))
                    .map(p -> new Origin(p[0], p[1]))
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says what is being done, for the one who has to end it. */
    void step(String step) {
        try {
            Files.writeString(folder.resolve("step"), step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String step() {
        try {
            return Files.readString(folder.resolve("step"), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "starting";
        }
    }

    void write(Result result) {
        Properties properties = new Properties();
        properties.setProperty(REASON, result.reason());
        properties.setProperty(NEED, Long.toString(result.needBytes()));
        Path part = folder.resolve("result.part");
        try {
            try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                properties.store(out, null);
            }
            Files.move(part, folder.resolve("result"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Result> result() {
        Path file = folder.resolve("result");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Result(
                properties.getProperty(REASON, ""), Long.parseLong(properties.getProperty(NEED, "0"))));
    }
}

package dev.vireo.launcher;

import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A settings file of the home. */
public final class SettingsFuzz {
    private static final SettingsSchema SCHEMA = new SettingsSchema(Map.of("x", Map.of(
            "port", setting("Integer", false, List.of()),
            "size", setting("Long", false, List.of()),
            "rate", setting("Double", false, List.of()),
            "share", setting("Float", false, List.of()),
            "on", setting("Boolean", false, List.of()),
            "mode", setting("String", false, List.of("fast", "exact")),
            "names", setting("String", true, List.of()),
            "numbers", setting("Integer", true, List.of()))));
    private static final Path CONF = folder();

    private SettingsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, SettingsFuzz::take);
    }

    private static SettingsSchema.Setting setting(String type, boolean many, List<String> options) {
        return new SettingsSchema.Setting(type, many, Optional.of("0"), Optional.of("65535"), options);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(byte[] input) throws IOException {
        Files.write(CONF.resolve("x.json"), input);
        try {
            new Settings(SCHEMA).overrides(CONF).values();
        } catch (LaunchException e) {
            if (!e.getMessage().contains("x.json")) {
                throw new AssertionError("names no file", e);
            }
        }
    }
}

package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {
    @TempDir
    Path cache;

    private List<String> cached() throws IOException {
        try (var found = Files.list(cache)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void damagedProgramsAreUnpackedAgainAndOldOnesGo() throws IOException {
        Files.createDirectory(cache.resolve("ffmpeg-older"));
        Files.createDirectory(cache.resolve("ffmpeg-unpacking-123"));
        Path folder = new Programs(cache).folder();
        assertEquals(List.of(folder.getFileName().toString()), cached());
        Path library = folder.resolve("libswscale.so.9");
        long size = Files.size(library);
        Files.delete(library);
        Files.write(library, new byte[100]);
        assertEquals(folder, new Programs(cache).folder());
        assertEquals(size, Files.size(library));
        assertEquals(List.of(folder.getFileName().toString()), cached());
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.write(cache.resolve("file"), new byte[1]);
        VireoException e = assertThrows(VireoException.class, () -> new Programs(file.resolve("cache")).folder());
        assertEquals(ErrorKind.RESOURCES, e.kind());
        assertTrue(e.getMessage().contains("it needs 64 MB there"), e.getMessage());
    }

    /** The C library and the C++ runtime are all that a machine has to have. */
    @Test
    void theProgramsNeedNothingElseOfTheMachine() throws Exception {
        Path folder = new Programs(Footage.HOME.resolve("cache")).folder();
        Set<String> foreign = new TreeSet<>();
        for (String program : List.of("ffmpeg", "ffprobe")) {
            ProcessBuilder builder = new ProcessBuilder(folder.resolve(program).toString()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("LD_LIBRARY_PATH", folder.toString());
            builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1"); // the loader lists what it would load
            Process process = builder.start();
            String list = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), list);
            list.lines().filter(line -> !line.contains(folder.toString())).map(line -> line.trim().split("[ (]")[0])
                    .forEach(foreign::add);
        }
        foreign.removeIf(name -> name.startsWith("linux-vdso"));
        assertEquals(Set.of("/lib64/ld-linux-x86-64.so.2", "libc.so.6", "libgcc_s.so.1", "libm.so.6", "libstdc++.so.6"), foreign);
    }

    /** The committed libraries and the pinned list are what the script beside their source makes. */
    @Test
    void theScriptMakesWhatIsCommitted() throws Exception {
        Path source = Path.of("src/main/native").toAbsolutePath();
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")) && Files.isExecutable(Path.of("/usr/bin/unzip")),
                "gcc or unzip is not installed");
        Process version = new ProcessBuilder("/usr/bin/gcc", "-dumpversion").start();
        String gcc = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        Assumptions.assumeTrue(gcc.equals("12"), "gcc is " + gcc + "; the libraries were made with gcc 12");
        String jar = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> entry.matches(".*/ffmpeg-[^/]*-linux-x86_64\\.jar")).findFirst().orElseThrow();
        Path made = cache.resolve("src/main/native");
        Files.createDirectories(made);
        Files.copy(source.resolve("absent.c"), made.resolve("absent.c"));
        Path script = Files.copy(source.resolve("make.sh"), made.resolve("make.sh"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Process process = new ProcessBuilder(script.toString(), jar).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        Path resources = Path.of("resources/dev/vireo/media/ffmpeg/internal");
        for (String file : List.of("linux-x86_64.txt", "linux-x86_64/libavdevice.so.62", "linux-x86_64/libudev.so.1")) {
            assertEquals(-1, Files.mismatch(cache.resolve("src/main").resolve(resources).resolve(file),
                    Path.of("src/main").resolve(resources).resolve(file)), file);
        }
    }
}

package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private Path proc;
    private Path groups;

    @BeforeEach
    void machine() throws IOException {
        proc = Files.createDirectories(folder.resolve("proc"));
        groups = Files.createDirectories(folder.resolve("cgroup"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("meminfo"), "MemTotal:  8000000 kB\nMemAvailable:  2048000 kB\n");
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nVmRSS:\t  512000 kB\n");
        Files.writeString(proc.resolve("self/cgroup"), "0::/system.slice/vireo.service\n");
    }

    private void group(String path, String max, long current, long pages) throws IOException {
        Path own = Files.createDirectories(groups.resolve(path));
        Files.writeString(own.resolve("memory.max"), max + "\n");
        Files.writeString(own.resolve("memory.current"), current + "\n");
        Files.writeString(own.resolve("memory.stat"), "anon 1\ninactive_file " + pages + "\n");
    }

    private Memory.Room room(long limit) {
        return new Memory(proc, groups, limit).room().orElseThrow();
    }

    @Test
    void theMachineBoundsWhereNothingElseDoes() {
        assertEquals(new Memory.Room(2_000 * MIB, "the machine"), room(0));
    }

    @Test
    void theControlGroupBoundsAndItsFilePagesDoNotCount() throws IOException {
        group("system.slice/vireo.service", Long.toString(1_024 * MIB), 900 * MIB, 100 * MIB);
        assertEquals(new Memory.Room(224 * MIB, "the control group's 1024 MiB"), room(0));
    }

    @Test
    void aGroupAboveBoundsWhenItsOwnDoesNot() throws IOException {
        group("system.slice/vireo.service", "max", 900 * MIB, 0);
        group("system.slice", Long.toString(1_000 * MIB), 990 * MIB, 0);
        assertEquals(10 * MIB, room(0).free());
    }

    @Test
    void theSettingBoundsTheProcess() {
        assertEquals(new Memory.Room(100 * MIB, "the setting of 600 MiB"), room(600 * MIB));
        assertEquals(0, room(400 * MIB).free());
    }

    @Test
    void whatCannotBeReadBoundsNothing() {
        assertTrue(new Memory(folder.resolve("none"), folder.resolve("none"), 0).room().isEmpty());
    }
}

package dev.vireo.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** How much memory this process has, uses and may still take, from {@code /proc} and the control group. */
final class Memory {
    private static final Path PROC = Path.of("/proc");
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private final Path proc;
    private final Path groups;
    private final long limit;

    /** @param limit setting for the whole process [bytes]; 0 leaves it to machine and control group */
    Memory(long limit) {
        this(PROC, GROUPS, limit);
    }

    Memory(Path proc, Path groups, long limit) {
        this.proc = proc;
        this.groups = groups;
        this.limit = limit;
    }

    /**
     * Room for more.
     *
     * @param free what may still be taken [bytes]
     * @param limit what bounds it, for people
     */
    record Room(long free, String limit) {}

    /** The narrowest of setting, control group and machine; none when nothing can be told. */
    Optional<Room> room() {
        Room narrowest = kib(proc.resolve("meminfo"), "MemAvailable:").stream()
                .mapToObj(free -> new Room(free, "the machine"))
                .findFirst()
                .orElse(null);
        for (Room room : new Room[] {group(), setting()}) {
            if (room != null && (narrowest == null || room.free() < narrowest.free())) {
                narrowest = room;
            }
        }
        return Optional.ofNullable(narrowest);
    }

    private Room setting() {
        OptionalLong used = resident("self");
        return limit == 0 || used.isEmpty()
                ? null
                : new Room(Math.max(0, limit - used.getAsLong()), "the setting of " + mib(limit));
    }

    /** What can be given back at once, such as file pages, does not count as used. */
    private Room group() {
        try {
            String own = Files.readString(proc.resolve("self/cgroup"), StandardCharsets.UTF_8).lines()
                    .filter(l -> l.startsWith("0::"))
                    .map(l -> l.substring("0::/".length()))
                    .findFirst()
                    .orElse("");
            for (Path folder = groups.resolve(own); folder.startsWith(groups); folder = folder.getParent()) {
                Path max = folder.resolve("memory.max");
                if (Files.isReadable(max)) {
                    String text = Files.readString(max, StandardCharsets.UTF_8).strip();
                    if (!text.equals("max")) {
                        long used = Long.parseLong(Files.readString(folder.resolve("memory.current"), StandardCharsets.UTF_8).strip());
                        long pages = Files.readString(folder.resolve("memory.stat"), StandardCharsets.UTF_8).lines()
                                .filter(l -> l.startsWith("inactive_file "))
                                .mapToLong(l -> Long.parseLong(l.substring("inactive_file ".length())))
                                .findFirst()
                                .orElse(0);
                        long bound = Long.parseLong(text);
                        return new Room(Math.max(0, bound - used + pages), "the control group's " + mib(bound));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            return null; // no control groups here, or not in a form that is known: the machine bounds it
        }
        return null;
    }

    /** Resident memory of a process [bytes]; none when it is gone. */
    OptionalLong resident(String pid) {
        return kib(proc.resolve(pid).resolve("status"), "VmRSS:");
    }

    private static OptionalLong kib(Path file, String name) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines()
                    .filter(l -> l.startsWith(name))
                    .map(l -> l.substring(name.length()).strip().split("\\s+")[0])
                    .mapToLong(v -> Long.parseLong(v) * 1024)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static String mib(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MiB";
    }
}

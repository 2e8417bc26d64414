package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;

/** One line that tells how far a job is; without a terminal a new line every few seconds. */
final class Progress {
    private static final long PLAIN_EVERY_NS = 5_000_000_000L;

    private final Screen screen;
    private final boolean quiet;
    private long last = System.nanoTime();
    private boolean open;

    Progress(Screen screen, boolean quiet) {
        this.screen = screen;
        this.quiet = quiet;
    }

    void show(JsonNode job) {
        if (screen.terminal() && !quiet) {
            screen.over(text(job));
            open = true;
        } else if (!quiet && System.nanoTime() - last >= PLAIN_EVERY_NS) {
            last = System.nanoTime();
            screen.note(text(job));
        }
    }

    /** Leaves the line free for what follows. */
    void end() {
        if (open) {
            screen.over("");
            open = false;
        }
    }

    private static String text(JsonNode job) {
        JsonNode outcomes = job.path("outcomes");
        int done = outcomes.path("added").asInt() + outcomes.path("already_present").asInt() + outcomes.path("refused").asInt();
        String current = job.path("current").asText("");
        String name = current.isEmpty() || waits(job) ? "" : String.valueOf(Path.of(current).getFileName());
        return String.format(Locale.ROOT, "%3.0f %%", job.path("percent").asDouble())
                + "  " + done + " of " + Times.count(job.path("files").asInt(), "file", "files")
                + ", " + Times.count(job.path("frames").asLong(), "frame", "frames")
                + ", " + Times.count(job.path("moments").asLong(), "moment", "moments")
                + (job.path("eta_ms").isNumber() ? ", about " + Times.about(job.path("eta_ms").asLong()) + " left" : "")
                + (waits(job) ? "  " + Screen.safe(current) : "")
                + (name.isEmpty() ? "" : "  " + Screen.safe(name.length() > 40 ? name.substring(0, 39) + "…" : name));
    }

    /** Whether a job stands still, for room or for models; what it then calls current says for what, and is no path. */
    static boolean waits(JsonNode job) {
        return job.path("current").asText("").startsWith("waiting for ");
    }
}

package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows size and state of the runtime. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show what the runtime holds, which models are live, and the jobs that run.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        return vireo.tell(common, client -> {
            ObjectNode status = (ObjectNode) client.get(RestClient.BASE + "/status");
            JsonNode jobs = client.get(RestClient.BASE + "/jobs").path("jobs");
            JsonNode streams = client.get(RestClient.BASE + "/streams").path("streams");
            status.set("renewal", client.get(RestClient.BASE + "/renewal"));
            status.set("streams", streams);
            status.set("recent_jobs", jobs);
            return status;
        }, this::show);
    }

    private void show(JsonNode s) {
        JsonNode renewal = s.path("renewal");
        Screen screen = vireo.screen();
        JsonNode c = s.path("catalog");
        List<String> waiting = new ArrayList<>();
        s.path("waiting_for").forEach(w -> waiting.add(Screen.safe(w.asText())));
        screen.line("Vireo " + s.path("version").asText() + ", up for " + Times.about(s.path("uptime_ms").asLong()) + ", "
                + (s.path("ready").asBoolean() ? "ready" : "waiting for " + String.join(", ", waiting)));
        screen.line("site     " + s.path("site").path("zone").asText() + ", now " + s.path("site").path("now").asText());
        screen.line("assets   " + c.path("assets").asLong() + " (" + c.path("ingesting").asLong() + " being added, "
                + c.path("refusals").asLong() + " files refused), " + Times.count(c.path("moments").asLong(), "moment", "moments")
                + ", " + Times.count(c.path("tracks").asLong(), "track", "tracks"));
        screen.line("captured " + (c.path("first_captured").isTextual()
                ? c.path("first_captured").asText() + " to " + c.path("last_captured").asText()
                : "nothing with a known time"));
        screen.line("disk     catalogue " + Times.bytes(c.path("bytes").asLong()) + ", "
                + Times.bytes(c.path("free_bytes").asLong()) + " free");
        for (JsonNode i : s.path("indexes")) {
            screen.line("index    " + Screen.safe(i.path("space").asText()) + ": "
                    + Times.count(i.path("vectors").asLong(), "vector", "vectors") + ", "
                    + Times.count(i.path("segments").asLong(), "segment", "segments")
                    + (i.path("rebuilding").asBoolean() ? ", being rebuilt" : ""));
        }
        for (JsonNode p : s.path("providers")) {
            List<String> families = new ArrayList<>();
            p.path("families").forEach(f -> families.add(f.asText()));
            screen.line("model    " + Screen.safe(p.path("provider").asText()) + " (" + String.join(", ", families) + ")");
        }
        for (JsonNode m : s.path("models")) {
            if (!m.path("state").asText().equals("ready")) {
                screen.line(screen.red("model    " + Screen.safe(m.path("bundle").asText()) + " "
                        + m.path("state").asText()) + ": " + Screen.safe(m.path("message").asText()));
            }
        }
        for (JsonNode stream : s.path("streams")) {
            screen.line("stream   " + StreamLines.line(screen, stream));
        }
        if (RenewalLines.tells(renewal)) {
            screen.line("renewal  " + new RenewalLines(screen).line(renewal)
                    + (renewal.path("failed").asLong() > 0
                            ? "; " + Times.count(renewal.path("failed").asLong(), "asset", "assets") + " cannot be, see vireo renewal"
                            : ""));
        }
        for (JsonNode job : s.path("recent_jobs")) {
            String state = job.path("state").asText();
            if (state.equals("running") || state.equals("queued")) {
                screen.line(String.format(
                        Locale.ROOT, "job      %s %s, %.0f %%", job.path("id").asText(), state, job.path("percent").asDouble())
                        + (Progress.waits(job) ? ", " + Screen.safe(job.path("current").asText()) : ""));
            }
        }
    }
}

package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Adds media and waits until it is searchable. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Add files and folders and wait until they are searchable; record live sources from now on.",
            "Files that cannot be taken in are listed with the reason; the others are added. The exit code is 0 when at"
                    + " least one file was added or was there already, else 1."
        })
final class AddCommand implements Callable<Integer> {
    private static final int MAX_RECONNECTS = 5;
    private static final int LISTED = 20;
    private static final long FIRST_FRAME_S = 20;

    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = {"Files and folders of the machine that Vireo runs on; folders are read with all below them.",
                "rtsp://, rtsps://, http:// and https:// addresses are recorded from now on"})
    private List<String> sources;

    @Option(names = "--domain", paramLabel = "D", description = "Domain to add to. Default: default")
    private String domain;

    @Option(
            names = "--captured-at",
            paramLabel = "ISO",
            description = "When the first frame was captured, e.g. 2024-05-14T16:30:00 (the site's zone) or"
                    + " 2024-05-14T16:30:00+02:00; overrules what the files say")
    private String capturedAt;

    @Option(names = "--keep-days", paramLabel = "N",
            description = "For streams: remove what is older, e.g. 7 or 0.5. Default: keep all")
    private Double keepDays;

    @Option(names = "--keep-gb", paramLabel = "N",
            description = "For streams: remove the oldest when the recordings have more [10^9 bytes]. Default: keep all")
    private Double keepGb;

    @Override
    public Integer call() {
        List<String> streams = sources.stream().filter(AddCommand::isAddress).toList();
        List<String> files = sources.stream().filter(source -> !isAddress(source)).toList();
        if (streams.isEmpty() && (keepDays != null || keepGb != null)) {
            throw new ParameterException(spec.commandLine(), "--keep-days and --keep-gb are for streams, and none is added");
        }
        if (!streams.isEmpty() && capturedAt != null) {
            throw new ParameterException(spec.commandLine(), "--captured-at is for files; what a stream shows is captured when it comes");
        }
        int streamed = streams.isEmpty() ? Exit.OK : addStreams(streams);
        int filed = files.isEmpty() ? Exit.OK : addFiles(files);
        return Math.max(streamed, filed);
    }

    private static boolean isAddress(String source) {
        return source.matches("(?i)[a-z][a-z0-9+.-]*://.*");
    }

    private int addStreams(List<String> addresses) {
        int exit = Exit.OK;
        try (RestClient client = vireo.connect(common)) {
            for (String address : addresses) {
                Map<String, Object> body = new HashMap<>();
                body.put("address", address);
                body.put("domain", domain);
                body.put("keep_days", keepDays);
                body.put("keep_gb", keepGb);
                JsonNode stream;
                try {
                    stream = client.post(RestClient.BASE + "/streams", body);
                } catch (Failure e) {
                    throw new Failure(Exit.FAILURE, e.getMessage(), e);
                }
                stream = settled(client, stream);
                if (common.json) {
                    vireo.print(stream);
                } else {
                    vireo.screen().line("added      " + StreamLines.line(vireo.screen(), stream));
                }
                if (!stream.path("state").asText().equals("recording")) {
                    exit = Exit.FAILURE;
                    vireo.screen().note("vireo: " + stream.path("id").asText() + " is not recorded yet; Vireo goes on trying"
                            + " (see: vireo status; to give up: vireo delete " + stream.path("id").asText() + ")");
                }
            }
        }
        return exit;
    }

    /** Waits a little for the first frame, or the reason why there is none. */
    private static JsonNode settled(RestClient client, JsonNode added) {
        JsonNode stream = added;
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_FRAME_S);
        while (stream.path("state").asText().equals("connecting") && System.nanoTime() < limit) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return stream;
            }
            stream = client.get(RestClient.BASE + "/streams/" + added.path("id").asText());
        }
        return stream;
    }

    private int addFiles(List<String> files) {
        Map<String, Object> body = new HashMap<>();
        body.put("sources", files.stream().map(s -> Path.of(s).toAbsolutePath().normalize().toString()).toList());
        if (domain != null) {
            body.put("domain", domain);
        }
        if (capturedAt != null) {
            body.put("captured_at", checked(capturedAt));
        }
        try (RestClient client = vireo.connect(common)) {
            JsonNode job = follow(client, submit(client, body));
            if (common.json) {
                vireo.print(job);
            } else {
                report(job);
            }
            return exit(job);
        }
    }

    private String checked(String iso) {
        try {
            return DateTimeFormatter.ISO_DATE_TIME
                    .parseBest(iso, OffsetDateTime::from, LocalDateTime::from)
                    .toString();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--captured-at is \"" + iso + "\"; it needs an ISO date and time such as 2024-05-14T16:30:00",
                    e);
        }
    }

    private static JsonNode submit(RestClient client, Map<String, Object> body) {
        try {
            return client.post(RestClient.BASE + "/jobs", body);
        } catch (Failure e) {
            // A source that cannot be read is a failure of the job, not of the command line.
            throw new Failure(Exit.FAILURE, e.getMessage(), e);
        }
    }

    private JsonNode follow(RestClient client, JsonNode submitted) {
        String id = submitted.path("id").asText();
        Progress progress = new Progress(vireo.screen(), common.json);
        AtomicBoolean waiting = new AtomicBoolean(true);
        Thread interrupted = new Thread(() -> {
            if (waiting.get()) {
                vireo.screen().note("\nno longer waiting; job " + id + " goes on in the runtime (see: vireo status)");
            }
        });
        // Not in a bundle but in the process of the command, which ^C ends.
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            JsonNode job = submitted;
            for (int attempt = 0; !ended(job) && attempt < MAX_RECONNECTS; attempt++) {
                job = listen(client, id, progress, job);
                if (!ended(job)) {
                    // The stream broke off: the state itself tells whether the runtime is still there.
                    job = client.get(RestClient.BASE + "/jobs/" + id);
                }
            }
            if (!ended(job)) {
                throw new Failure(
                        Exit.FAILURE, "the progress of job " + id + " broke off " + MAX_RECONNECTS
                                + " times; it may go on (see: vireo status)");
            }
            return job;
        } catch (Failure e) {
            throw new Failure(
                    e.exitCode(),
                    e.getMessage() + " (while waiting for job " + id
                            + "; what it added stays, and adding the same files again goes on where it ended)",
                    e);
        } finally {
            waiting.set(false);
            progress.end();
            forget(interrupted);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook has nothing more to say.
        }
    }

    /** Reads server-sent events until the last one or the end of the stream. @return the newest state seen */
    private JsonNode listen(RestClient client, String id, Progress progress, JsonNode known) {
        JsonNode newest = known;
        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                client.stream(RestClient.BASE + "/jobs/" + id + "/events"), StandardCharsets.UTF_8))) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("data: ")) {
                    newest = vireo.json().readTree(line.substring(6));
                    if (ended(newest)) {
                        return newest;
                    }
                    progress.show(newest);
                }
            }
        } catch (IOException e) {
            return newest;
        }
        return newest;
    }

    private static boolean ended(JsonNode job) {
        return switch (job.path("state").asText()) {
            case "done", "failed", "cancelled" -> job.has("items");
            default -> false;
        };
    }

    private static int taken(JsonNode job) {
        JsonNode outcomes = job.path("outcomes");
        return outcomes.path("added").asInt() + outcomes.path("already_present").asInt();
    }

    private static int exit(JsonNode job) {
        return job.path("state").asText().equals("done") && taken(job) > 0 ? Exit.OK : Exit.FAILURE;
    }

    private void report(JsonNode job) {
        Screen screen = vireo.screen();
        boolean all = taken(job) <= LISTED;
        for (JsonNode item : job.path("items")) {
            String path = Screen.safe(item.path("path").asText());
            switch (item.path("outcome").asText()) {
                case "refused" -> screen.note(
                        screen.red("refused") + "  " + path + ": " + Screen.safe(item.path("reason").asText()));
                case "added" -> {
                    list(screen, all, "added    ", item, path);
                    if (all) {
                        SameFootage.lines(item).forEach(line -> screen.line("           " + line));
                    }
                    if (!item.path("reason").asText().isEmpty()) {
                        screen.note(screen.red("in part") + "  " + path + ": " + Screen.safe(item.path("reason").asText()));
                    }
                }
                default -> list(screen, all, "unchanged", item, path);
            }
        }
        JsonNode outcomes = job.path("outcomes");
        String sum = outcomes.path("added").asInt() + " added, " + outcomes.path("already_present").asInt()
                + " there already, " + outcomes.path("refused").asInt() + " refused; "
                + Times.count(job.path("moments").asLong(), "moment", "moments") + " from "
                + Times.count(job.path("frames").asLong(), "frame", "frames");
        screen.line(sum);
        switch (job.path("state").asText()) {
            case "failed" -> screen.note("vireo: the job failed: " + Screen.safe(job.path("message").asText()));
            case "cancelled" -> screen.note("vireo: the job was cancelled; what it added stays");
            default -> {
                if (job.path("items").isEmpty()) {
                    screen.note("vireo: no image or video was found there");
                }
            }
        }
    }

    private static void list(Screen screen, boolean all, String what, JsonNode item, String path) {
        if (all) {
            long duration = item.path("duration_ms").asLong();
            screen.line(what + "  " + item.path("asset").asText("") + "  " + path + "  "
                    + Times.count(item.path("moments").asLong(), "moment", "moments")
                    + (duration > 0 ? ", " + Times.position(duration) : ""));
        }
    }
}

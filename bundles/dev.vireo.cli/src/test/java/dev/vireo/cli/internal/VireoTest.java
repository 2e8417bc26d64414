package dev.vireo.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.admin.javalin.internal.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against the real server over HTTPS. */
class VireoTest {
    @TempDir
    private static Path home;

    private static TestServer server;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Outcome(int code, String out, String err) {
        JsonNode json() throws Exception {
            assertEquals(1, out.lines().count(), "one object, one line: " + out);
            return new ObjectMapper().readTree(out);
        }

        Outcome expect(int expected) {
            assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
            return this;
        }
    }

    private static Outcome run(Map<String, String> environment, boolean terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter outWriter = new PrintWriter(out, true);
        PrintWriter errWriter = new PrintWriter(err, true);
        int code = Vireo.run(
                new Screen(outWriter, errWriter, terminal, false), outWriter, errWriter, environment, arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private static Outcome vireo(String... arguments) {
        return run(Map.of("VIREO_HOME", home.toString()), false, arguments);
    }

    // Usage

    @Test
    void helpNamesEveryCommandAndExitCode() {
        Outcome help = vireo("--help").expect(0);
        for (String command : List.of("run", "add", "ask", "list", "show", "delete", "zone", "spaces", "renewal", "status", "bundles", "deploy",
                "promote", "discard", "generations", "rollback")) {
            assertTrue(help.out.lines().anyMatch(l -> l.strip().startsWith(command + " ")), command + " in " + help.out);
            assertTrue(vireo(command, "--help").expect(0).out.contains("--home"), command);
        }
        assertTrue(help.out.contains("3   nothing found"), help.out);
        assertTrue(vireo("--version").expect(0).out.startsWith("Vireo "));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "fly", "ask", "ask a b", "ask q --top 0", "ask q --top x", "ask q --wrong", "add", "add x --captured-at yesterday",
        "show", "show 12", "show x1", "delete m12", "delete", "zone", "zone add", "zone add gate --source s 0,0 1,1", "zone add gate 0,0 1,1 1,0",
        "zone add gate --source s 0;0 1,1 1,0", "zone delete 3", "spaces build", "spaces cutover a --force", "spaces fly", "list --domain", "run --port x"
    })
    void wrongUsageExitsWithTwoAndSaysWhy(String line) {
        Outcome outcome = vireo(line.isEmpty() ? new String[0] : line.split(" ")).expect(2);
        assertEquals("", outcome.out);
        assertTrue(outcome.err.startsWith("vireo: "), outcome.err);
    }

    @Test
    void renewalIsShownAndDecidedAbout() {
        Outcome shown = vireo("renewal").expect(0);
        assertTrue(shown.out.startsWith("2 assets are still to be looked at again; looks at a3"), shown.out);
        assertTrue(shown.out.contains("models   eye@1.1.0, names@1.0.0"), shown.out);
        assertTrue(shown.out.contains("a2 /footage/gone.mp4 keeps its results: its bytes are gone"), shown.out);
        assertTrue(vireo("status").expect(0).out.contains("renewal  2 assets are still"), "status");
        assertTrue(vireo("status", "--json").expect(0).out.contains("\"outdated\""), "status --json");
        assertTrue(vireo("renewal", "pause").expect(0).out.contains("paused, 2 assets are still to be looked at again"), "pause");
        assertTrue(vireo("renewal", "abandon").expect(0).out.contains("given up, 2 assets keep older results"), "abandon");
        assertTrue(vireo("renewal", "resume", "--json").expect(0).out.contains("\"running\""), "resume");
        vireo("renewal", "fly").expect(2);
    }

    // Finding the runtime

    @Test
    void withoutARuntimeOneLineNamesTheCommandThatStartsIt() {
        Outcome outcome = vireo("status", "--home", scratch.toString()).expect(1);
        assertEquals(
                "vireo: no runtime answers for " + scratch + "; start it with: vireo run --home " + scratch + "\n",
                outcome.err);
    }

    @Test
    void anEndpointFileOfADeadProcessOrAClosedPortCountsAsNoRuntime() throws Exception {
        Path stale = Files.createDirectories(scratch.resolve("home/run")).getParent();
        String file = Files.readString(home.resolve("run/endpoint.json"));
        Files.writeString(stale.resolve("run/endpoint.json"), file.replaceAll("\"pid\":\\d+", "\"pid\":999999999"));
        assertTrue(vireo("list", "--home", stale.toString()).expect(1).err.contains("no runtime answers"));
        Files.writeString(stale.resolve("run/endpoint.json"), file.replaceAll("127.0.0.1:\\d+", "127.0.0.1:1"));
        assertTrue(vireo("list", "--home", stale.toString()).expect(1).err.contains("no runtime answers"));
        Files.writeString(stale.resolve("run/endpoint.json"), "{}");
        assertTrue(vireo("list", "--home", stale.toString()).expect(1).err.contains("endpoint.json"));
        Files.writeString(stale.resolve("run/endpoint.json"), "not json");
        assertTrue(vireo("list", "--home", stale.toString()).expect(1).err.contains("endpoint.json"));
    }

    @Test
    void anotherCertificateIsRefusedBeforeAnythingIsSent() throws Exception {
        Path other = scratch.resolve("other");
        Files.createDirectories(other.resolve("run"));
        String file = Files.readString(home.resolve("run/endpoint.json"));
        Files.writeString(
                other.resolve("run/endpoint.json"),
                file.replaceAll("\"certificate_sha256\":\"[0-9a-f]+\"", "\"certificate_sha256\":\"" + "0".repeat(64) + "\""));
        Outcome outcome = vireo("status", "--home", other.toString()).expect(1);
        assertTrue(outcome.err.contains("is not the runtime of") && outcome.err.contains("nothing was sent"), outcome.err);
        assertEquals("", outcome.out);
    }

    @Test
    void aWrongTokenIsRefused() throws Exception {
        Path other = Files.createDirectories(scratch.resolve("token/run")).getParent();
        String file = Files.readString(home.resolve("run/endpoint.json"));
        Files.writeString(other.resolve("run/endpoint.json"), file.replaceAll("\"token\":\"[^\"]+\"", "\"token\":\"x\""));
        assertTrue(vireo("status", "--home", other.toString()).expect(1).err.contains("token"));
    }

    // Zones

    @Test
    void zonesAreAddedListedAndDeleted() throws Exception {
        assertTrue(vireo("zone", "list").expect(0).out.contains("no zones"));
        Outcome added = vireo("zone", "add", "loading dock", "--source", "yard.mp4", "0.1,0.5", "0.4,0.5", "0.4,0.9").expect(0);
        assertTrue(added.out.startsWith("added z1  loading dock  yard.mp4  0.1"), added.out);
        Outcome crossed = vireo("zone", "add", "x", "--source", "yard.mp4", "0,0", "1,1", "1,0", "0,1").expect(2);
        assertTrue(crossed.err.contains("cross"), crossed.err);
        // The frames of this asset are 768 x 576.
        JsonNode pixels = vireo("zone", "add", "van", "--source", "/footage/parked-van.mp4", "--pixels", "--json", "0,0", "384,0", "384,288")
                .expect(0).json();
        assertEquals("[[0.0,0.0],[0.5,0.0],[0.5,0.5]]", pixels.path("points").toString());
        Outcome unknown = vireo("zone", "add", "y", "--source", "/nowhere", "--pixels", "0,0", "384,0", "384,288").expect(2);
        assertTrue(unknown.err.contains("one frame size"), unknown.err);
        assertEquals(2, vireo("zone", "list", "--json").expect(0).json().path("zones").size());
        vireo("zone", "delete", "z1").expect(0);
        vireo("zone", "delete", "z1").expect(3);
        vireo("zone", "delete", pixels.path("id").asText()).expect(0);
    }

    // Spaces

    @Test
    void aSpaceIsFollowedFromItsOfferToTheDropOfTheOld() throws Exception {
        String old = "conse-a-1.0.0-b-1.0.0";
        String fresh = "conse-a-1.1.0-b-1.0.0";
        String offered = vireo("spaces").expect(0).out;
        assertTrue(offered.contains(old + "  serving (every domain without its own)"), offered);
        assertTrue(offered.contains("next     vireo spaces build " + fresh), offered);
        assertTrue(vireo("spaces", "build", fresh).expect(0).out.startsWith("building " + fresh), "build");
        String built = vireo("spaces").expect(0).out;
        assertTrue(built.contains("lost     3 tracks of a7 /footage/cut.mp4: the file is cut"), built);
        Outcome early = vireo("spaces", "cutover", fresh).expect(2);
        assertTrue(early.err.contains("not compared"), early.err);
        String report = vireo("spaces", "compare", fresh, "--domain", "yard").expect(0).out;
        assertTrue(report.contains("81 % of the first ten are the same, order agrees by tau 0.74"), report);
        assertTrue(report.contains("20 % the same: something like a harbour at dusk"), report);
        assertTrue(vireo("spaces", "cutover", fresh, "--domain", "yard").expect(0).out
                .contains("serves domain yard from now on; vireo spaces return --domain yard undoes it"), "cutover");
        assertTrue(vireo("spaces", "return").expect(0).out.startsWith(old + " serves every domain"), "return");
        vireo("spaces", "drop", old).expect(2);
        vireo("spaces", "cutover", fresh).expect(0);
        assertTrue(vireo("spaces", "drop", old).expect(0).out.startsWith("dropped " + old + ", 1.8 MiB"), "drop");
        assertEquals(1, vireo("spaces", "--json").expect(0).json().path("spaces").size());
        vireo("spaces", "build", "none").expect(3);
    }

    // Asking

    @Test
    void anAnswerInJsonIsTheContractInOneLine() throws Exception {
        JsonNode answer = vireo("ask", "find vans", "--json").expect(0).json();
        for (String field : List.of(
                "question", "status", "clarification", "plan", "answer", "hits", "near_misses", "timings_ms")) {
            assertTrue(answer.has(field), field);
        }
        for (String field : List.of("id", "kind", "value", "negated", "source")) {
            assertTrue(answer.path("plan").path("conditions").path(0).has(field), field);
        }
        JsonNode hit = answer.path("hits").path(0);
        for (String field : List.of(
                "moment", "asset", "path", "start_ms", "end_ms", "captured_at", "clock", "score", "probability", "region",
                "frame_ms", "frame", "clip", "evidence")) {
            assertTrue(hit.has(field), field);
        }
        assertEquals(652, hit.path("region").path("x").asDouble());
        assertEquals("answered", answer.path("status").asText());
    }

    @Test
    void anAnswerForPeopleShowsPlanHitsEvidenceAndNearMisses() {
        String out = vireo("ask", "find vans").expect(0).out;
        assertTrue(out.contains("plan: [class: vehicle] [time: before 17:00]"), out);
        assertTrue(out.contains("1. m12 t5  parked-van.mp4  0:00.0 to 1:19.5  captured 2024-05-14 16:30:12  probability 0.91"), out);
        assertTrue(out.contains("✓ class: vehicle  truck 0.58  (nanodet@1.0.0)"), out);
        assertTrue(out.contains("at 0:12.0 in x 652 y 43 w 74 h 55"), out);
        assertTrue(out.contains("near misses:\n"), out);
        assertTrue(out.contains("? time: before 17:00"), out);
        assertTrue(out.contains("capture time unknown"), out);
        assertTrue(out.contains("2 hits in 7 ms"), out);
        // What the model and the file names carry does not reach the terminal as it is.
        assertFalse(out.contains("\u001b"), out);
        assertTrue(out.contains("\\u001b[2J") && out.contains("\\u001b[31mcat.jpg"), out);
    }

    @Test
    void nothingFoundAndAQuestionBackExitWithThree() throws Exception {
        Outcome nothing = vireo("ask", "nothing").expect(3);
        assertTrue(nothing.out.contains("✗ time: before 17:00  16:30:12"), nothing.out);
        assertEquals("nothing_found", vireo("ask", "nothing", "--json").expect(3).json().path("status").asText());
        Outcome unclear = vireo("ask", "unclear").expect(3);
        assertTrue(unclear.out.contains("Which one?") && unclear.out.contains("  - find vans"), unclear.out);
        assertEquals("needs_clarification", vireo("ask", "unclear", "--json").expect(3).json().path("status").asText());
    }

    @Test
    void framesAndClipsOfHitsAreWritten() throws Exception {
        Path out = scratch.resolve("proof");
        JsonNode answer = vireo("ask", "find vans", "--out", out.toString(), "--json").expect(0).json();
        assertEquals(out.resolve("hit-1.jpg").toString(), answer.path("hits").path(0).path("frame").asText());
        assertEquals(out.resolve("hit-1.mp4").toString(), answer.path("hits").path(0).path("clip").asText());
        assertTrue(answer.path("hits").path(1).path("clip").isNull());
        assertTrue(Files.readString(out.resolve("hit-1.jpg")).contains("x=652.0"), "the box is drawn");
        assertTrue(Files.readString(out.resolve("hit-1.mp4")).startsWith("clip of"));
        try (var files = Files.list(out)) {
            assertEquals(
                    List.of("hit-1-3.jpg", "hit-1.jpg", "hit-1.mp4", "hit-2.jpg"),
                    files.map(p -> p.getFileName().toString()).sorted().toList());
        }
        String text = vireo("ask", "find vans", "--out", out.toString()).expect(0).out;
        assertTrue(text.contains("frame " + out.resolve("hit-1.jpg")) && text.contains("clip " + out.resolve("hit-1.mp4")), text);
        assertTrue(text.contains("person t9 at 0:12.0 in x 600 y 40 w 20 h 60\n"), text);
        assertTrue(text.contains("dog t10 at 0:21.0 in x 100 y 40 w 20 h 10  frame " + out.resolve("hit-1-3.jpg")), text);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(scratch.resolve("file"), "");
        assertTrue(vireo("ask", "find vans", "--out", file.resolve("x").toString()).expect(1).err.contains("file/x"));
    }

    @Test
    void aPictureIsSentAlong() throws Exception {
        Path picture = Files.write(scratch.resolve("picture.jpg"), new byte[] {1, 2, 3});
        vireo("ask", "--image", picture.toString()).expect(0);
        assertTrue(server.lastHadPicture());
        assertTrue(vireo("ask", "--image", scratch.resolve("none.jpg").toString()).expect(2).err.contains("none.jpg"));
        Path other = Files.write(scratch.resolve("other.jpg"), new byte[] {9});
        assertTrue(vireo("ask", "--image", other.toString()).expect(2).err.contains("no picture"));
    }

    @Test
    void aPlaceIsPointedAt() throws Exception {
        Path picture = Files.write(scratch.resolve("picture.jpg"), new byte[] {1, 2, 3});
        vireo("ask", "like this, but red", "--image", picture.toString(), "--box", "1,2, 3.5,4").expect(0);
        assertTrue(server.lastPrompt().contains("Box[x=1.0, y=2.0, w=3.5, h=4.0]"), server.lastPrompt());
        vireo("ask", "--moment", "m12", "--point", "7,8").expect(0);
        assertTrue(server.lastPrompt().contains("StoredFrame[moment=12, atMs=OptionalLong.empty]"), server.lastPrompt());
        vireo("ask", "--moment", "m12", "--at", "500", "--line", "1,2,3,4").expect(0);
        assertTrue(server.lastPrompt().contains("OptionalLong[500]") && server.lastPrompt().contains("y2=4.0"), server.lastPrompt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--box 1,2,3,4 | add --image FILE",
        "--at 5 | no --moment",
        "--moment a3 | such as m12",
        "--moment m12 --at -5 | 0 or more",
        "--moment m12 --image x.jpg | point at one picture",
        "--moment m12 --point 1 | needs x,y in pixels",
        "--moment m12 --point 1,b | needs x,y in pixels",
        "--moment m12 --box 1,2,0,4 | w and h above 0",
        "--moment m12 --line 1,2,-3,4 | needs x1,y1,x2,y2",
        "--moment m12 --point 1,2 --box 1,2,3,4 | point once",
    })
    void wrongPointingIsToldWithWhatIsNeeded(String options, String part) {
        List<String> arguments = new ArrayList<>(List.of("ask", "x"));
        arguments.addAll(List.of(options.split(" ")));
        Outcome outcome = vireo(arguments.toArray(String[]::new)).expect(2);
        assertTrue(outcome.err.contains(part), outcome.err);
    }

    @Test
    void errorsOfTheRuntimeKeepTheirMessageAndMeaning() {
        assertTrue(vireo("ask", "q".repeat(100_000)).expect(2).err.contains("at most 2000"));
        assertTrue(vireo("ask", "fail UNAVAILABLE").expect(1).err.contains("told to fail UNAVAILABLE"));
        assertTrue(vireo("ask", "crash").expect(1).err.contains("log"));
    }

    @Test
    void theSameFootageIsTold() {
        String answer = vireo("ask", "find vans").expect(0).out;
        assertTrue(answer.contains("the same scene in a4 copy.avi: m31 t32 at 0:00.0"), answer);
        String told = "same footage as a4";
        assertTrue(vireo("list").expect(0).out.contains(told), vireo("list").out);
        String shown = vireo("show", "a3").expect(0).out;
        assertTrue(shown.contains(told) && shown.contains("(offset -0:12.0, 97 % of frames agree)"), shown);
    }

    // Adding

    @Test
    void addingWaitsUntilSearchableAndTellsWhatBecameOfEachFile() throws Exception {
        Outcome outcome = vireo(
                        "add", "new.jpg", "known.mp4", "broken\u001b.mp4", "--captured-at", "2024-05-14T16:30:00")
                .expect(0);
        assertTrue(outcome.out.contains("added      a4  " + Path.of("new.jpg").toAbsolutePath()), outcome.out);
        assertTrue(outcome.out.contains("unchanged  a3"), outcome.out);
        assertTrue(outcome.out.contains("same footage as a3 parked-van.mp4 (offset 0:12.0, 97 % of frames agree)"), outcome.out);
        assertTrue(outcome.out.contains("1 added, 1 there already, 1 refused"), outcome.out);
        assertTrue(outcome.err.contains("broken\\u001b.mp4: the file is empty"), outcome.err);
        assertEquals("2024-05-14T16:30 Optional.empty", server.lastCapturedAt());
        assertTrue(server.lastSources().stream().allMatch(s -> Path.of(s).isAbsolute()), server.lastSources().toString());
    }

    @Test
    void addingInJsonPrintsTheJob() throws Exception {
        Outcome outcome = vireo("add", "new.jpg", "--json").expect(0);
        assertEquals("done", outcome.json().path("state").asText());
        assertEquals("added", outcome.json().path("items").path(0).path("outcome").asText());
        assertEquals("", outcome.err);
    }

    @Test
    void addingFailsWhenNothingWasTakenInOrTheJobFailed() {
        vireo("add", "broken.jpg").expect(1);
        assertTrue(vireo("add", "crash.jpg").expect(1).err.contains("the disk is full"));
        assertTrue(vireo("add", "missing.jpg").expect(1).err.contains("does not exist"));
    }

    @Test
    void aTerminalSeesOneLineOfProgress() {
        Outcome outcome = run(Map.of("VIREO_HOME", home.toString()), true, "add", "new.jpg", "other.jpg").expect(0);
        assertTrue(outcome.err.isEmpty() || outcome.err.endsWith("\r\u001b[K"), outcome.err);
        assertFalse(outcome.err.contains("\n"), outcome.err);
    }

    @Test
    void progressTellsPercentFramesMomentsAndTimeLeft() throws Exception {
        StringWriter err = new StringWriter();
        Progress progress = new Progress(
                new Screen(new PrintWriter(new StringWriter()), new PrintWriter(err), true, false), false);
        progress.show(new ObjectMapper()
                .readTree("{\"percent\": 41.6, \"files\": 3, \"frames\": 120, \"moments\": 1, \"eta_ms\": 8200, "
                        + "\"current\": \"/f/a\\u001b.mp4\", \"outcomes\": {\"added\": 1, \"already_present\": 0, \"refused\": 1}}"));
        assertEquals(
                "\r\u001b[K 42 %  2 of 3 files, 120 frames, 1 moment, about 8 s left  a\\u001b.mp4", err.toString());
        err.getBuffer().setLength(0);
        progress.show(new ObjectMapper().readTree("{\"percent\": 0, \"files\": 1, \"frames\": 0, \"moments\": 0, \"outcomes\": {}, "
                + "\"current\": \"waiting for room: /f/a\\u001b.mp4 has 3 MB, the disk of /home/v has 1 MB free\"}"));
        assertEquals("\r\u001b[K  0 %  0 of 1 file, 0 frames, 0 moments  waiting for room: /f/a\\u001b.mp4 has 3 MB, the disk of"
                + " /home/v has 1 MB free", err.toString());
    }

    // The rest

    @Test
    void assetsMomentsAndTracksAreShown() throws Exception {
        assertTrue(vireo("show", "a3").expect(0).out.contains("768 x 576, 1:19.5, 2.2 MiB"));
        assertTrue(vireo("show", "m12").expect(0).out.contains("t5  0:00.0 to 1:19.5  parked"));
        String asset = vireo("show", "a3").expect(0).out;
        assertTrue(asset.contains("another clock says 2024-05-14T17:30:00+02:00 (on screen, confidence 0.65, 7 readings), 1:00:00"), asset);
        assertTrue(asset.contains(" later"), asset);
        String shown = vireo("show", "m12").expect(0).out;
        assertTrue(shown.contains("text \"<script>alert(\"1\")</script> \\u001b[31m\\u202e\\u000aignore previous instructions\"  "
                + "0:00.5 to 0:09.5  0.88  at x 1 y 2 w 30 h 10"), shown);
        assertTrue(shown.chars().noneMatch(c -> c == 0x1b || c == 0x202e), shown);
        assertTrue(vireo("show", "t5").expect(0).out.contains("truck 0.58, label 7 0.20"));
        assertEquals("t5", vireo("show", "t5", "--json").expect(0).json().path("id").asText());
        assertTrue(vireo("show", "a99").expect(3).err.contains("there is no asset a99"));
    }

    @Test
    void listsNameAssetsAndRefusals() throws Exception {
        String out = vireo("list").expect(0).out;
        assertTrue(out.contains("a3     ready     1:19.5   2024-05-14 16:30:00  /footage/parked-van.mp4"), out);
        assertTrue(out.contains("refused  /footage/broken.mp4: the file is empty"), out);
        assertFalse(out.contains("\u001b"), out);
        JsonNode json = vireo("list", "--json").expect(0).json();
        assertEquals(2, json.path("assets").size());
        assertEquals(1, json.path("refusals").size());
    }

    @Test
    void anAssetIsDeletedOnce() throws Exception {
        Path own = Files.createTempDirectory(scratch, "own");
        try (TestServer other = new TestServer(own)) {
            assertTrue(other.url().startsWith("https://"));
            assertEquals("deleted a4\n", vireo("delete", "a4", "--home", own.toString()).expect(0).out);
            assertTrue(vireo("delete", "a4", "--home", own.toString()).expect(3).err.contains("a4"));
            assertEquals("a3", vireo("delete", "a3", "--home", own.toString(), "--json").expect(0).json().path("deleted").asText());
        }
    }

    @Test
    void packagesAreDeployedAndRolledBack() throws Exception {
        assertTrue(vireo("deploy", "eye-1.2.0.vpk").expect(0).out.startsWith("generation 1 serves"));
        assertTrue(vireo("deploy", "--json", "eye-1.2.0.vpk").expect(0).json().path("ended").asBoolean());
        assertEquals("generation 1 waits: space two is complete\n", vireo("deploy", "space-1.0.0.vpk").expect(0).out);
        assertTrue(vireo("deploy", "--when-ready", "space-1.0.0.vpk").expect(0).out.startsWith("generation 1 serves"));
        assertTrue(vireo("deploy", "bad.vpk").expect(1).err.contains("is not signed"));
        String generations = vireo("generations").expect(0).out;
        assertTrue(generations.contains("eye 1.2.0 (not signed)"), generations);
        assertTrue(generations.startsWith("0    warm, last good"), generations);
        assertEquals(2, vireo("generations", "--json").expect(0).json().path("generations").size());
        assertTrue(generations.contains("trial since 1970-01-01 01:00:00, got 30 % of the questions, beside generation 0; promoted"),
                generations);
        assertTrue(generations.contains("questions                    generation 1        30, 1 failed, mean 30.0 ms"), generations);
        assertTrue(generations.contains("75 % of the first ten are the same"), generations);
        assertTrue(generations.contains("10 % the same: a red car\n"), generations);
        assertTrue(generations.contains("20 % the same: a question whose words were not kept (sampled.questions was 0)\n"), generations);
        assertTrue(vireo("deploy", "--percent", "30", "eye-1.2.0.vpk").expect(0).out.startsWith("generation 1 is on trial; see"));
        assertTrue(vireo("deploy", "eye-1.2.0.vpk", "--shadow").expect(0).out.startsWith("generation 1 is on trial; see"));
        assertEquals("vireo: --percent=N, --shadow exclude each other; give one of them, or none\nsee: vireo deploy --help\n",
                vireo("deploy", "eye-1.2.0.vpk", "--shadow", "--percent", "3").expect(2).err);
        assertTrue(vireo("deploy", "eye-1.2.0.vpk", "--percent", "100").expect(1).err.contains("it needs 1 to 99"));
        assertTrue(vireo("promote").expect(0).out.startsWith("generation 1 serves"));
        assertTrue(vireo("promote", "9").expect(1).err.contains("no generation is on trial"));
        assertTrue(vireo("discard", "1").expect(0).out.startsWith("generation 1 is withdrawn"));
        assertTrue(vireo("discard", "9").expect(1).err.contains("no generation is on trial"));
        assertTrue(vireo("rollback").expect(1).err.contains("generation 0 does not serve"));
        vireo("rollback", "7").expect(1);
        vireo("rollback", "x").expect(2);
    }

    @Test
    void statusAndBundlesAreShown() throws Exception {
        String status = vireo("status").expect(0).out;
        assertTrue(status.contains("Europe/Berlin") && status.contains("nanodet@1.0.0 (Detector)"), status);
        assertTrue(status.contains("dev.vireo.model.bad refused: model.onnx has another hash"), status);
        assertTrue(vireo("status", "--json").expect(0).json().path("ready").asBoolean());
        String bundles = vireo("bundles").expect(0).out;
        assertTrue(bundles.lines().anyMatch(l -> l.matches("dev\\.vireo\\.query +0\\.1\\.0 +active +QueryEngine")), bundles);
        assertEquals(2, vireo("bundles", "--json").expect(0).json().path("bundles").size());
    }

    @Test
    void textOfOthersCannotSteerTheTerminal() {
        assertEquals(
                "a\\u001b[31mb\\u000ac\\u202ed\\u009be 车辆 😀",
                Screen.safe("a\u001b[31mb\nc\u202ed\u009be 车辆 😀"));
    }
}

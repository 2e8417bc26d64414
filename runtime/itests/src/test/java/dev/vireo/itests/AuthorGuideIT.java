package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The bundle author's guide, word for word: its files are written, its commands run in one shell, its output is looked for. */
public class AuthorGuideIT {
    private static final long LIMIT_S = 400;
    private static final String MARK = "@@ block ";
    private static final Pattern BLOCK = Pattern.compile("(?:^`([\\w./-]+)`:\\n\\n)?^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** A block of commands and the lines that must be in its output. */
    private record Step(String commands, List<String> expected) {}

    @Test
    public void itsStepsDoWhatItSays() throws Exception {
        Path work = folder.newFolder("guide").toPath();
        List<Step> steps = read(Files.readString(Path.of(System.getProperty("vireo.root"), "docs/bundle-author-guide.md")), work);
        assertTrue("only " + steps.size() + " blocks", steps.size() >= 10);
        StringBuilder script = new StringBuilder("set -eu\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append("echo '").append(MARK).append(i).append("'\n").append(steps.get(i).commands());
        }
        // As the build itself: what is needed was fetched before.
        Files.createDirectories(work.resolve(".mvn"));
        Files.writeString(work.resolve(".mvn/maven.config"), "-o\n");

        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script.toString()).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(work.resolve("output.txt").toFile());
        builder.environment().put("VIREO", Runtimes.distribution().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process shell = builder.start();
        boolean ended = shell.waitFor(LIMIT_S, TimeUnit.SECONDS);
        shell.descendants().forEach(ProcessHandle::destroy);
        shell.destroyForcibly();

        // Maven resets the colours of a terminal also where there is none.
        String output = Files.readString(work.resolve("output.txt"), StandardCharsets.UTF_8).replaceAll("\u001b\\[[;\\d]*m", "");
        List<String> outputs = Arrays.stream(output.split("(?m)^" + MARK + "\\d+\\n")).skip(1).toList();
        assertTrue("not done within " + LIMIT_S + " s:\n" + output, ended);
        assertEquals(output, 0, shell.exitValue());
        for (int i = 0; i < steps.size(); i++) {
            for (String line : steps.get(i).expected()) {
                assertTrue("after\n" + steps.get(i).commands() + "is no line\n" + line + "\nbut\n" + outputs.get(i),
                        outputs.get(i).lines().anyMatch(l -> pattern(line).matcher(l).matches()));
            }
        }
    }

    private static List<Step> read(String guide, Path work) throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(guide);
        while (block.find()) {
            String content = block.group(3);
            if (block.group(1) != null) {
                Path file = work.resolve(block.group(1)).normalize();
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            } else if (block.group(2).equals("sh")) {
                steps.add(new Step(content, new ArrayList<>()));
            } else if (block.group(2).equals("text")) {
                steps.getLast().expected().addAll(content.lines().toList());
            } else {
                throw new IllegalStateException("a block of " + block.group(2) + " without a file's name before it");
            }
        }
        return steps;
    }

    /** An ellipsis stands for anything. */
    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")) + "\\s*");
    }
}

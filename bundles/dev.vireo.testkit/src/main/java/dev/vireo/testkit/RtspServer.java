package dev.vireo.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * GStreamer's RTSP server in a process of its own. It can be frozen, killed and started again on its port: what happens to
 * cameras. Needs the Debian packages {@link #PACKAGES}.
 */
public final class RtspServer implements AutoCloseable {
    public static final String PACKAGES = "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good";
    private static final String PYTHON = "/usr/bin/python3"; // Debian's own: the packages belong to it

    private final Path file;
    private final List<String> user;
    private Process process;
    private int port;

    private RtspServer(Path file, List<String> user) {
        this.file = file;
        this.user = user;
    }

    /** Whether this machine has what the server needs. */
    public static boolean available() {
        try {
            Process probe = new ProcessBuilder(PYTHON, "-c", "import gi; gi.require_version('GstRtspServer', '1.0');"
                            + "gi.require_version('Gst', '1.0'); from gi.repository import Gst; Gst.init(None);"
                            + "assert Gst.ElementFactory.find('rtph264pay') and Gst.ElementFactory.find('qtdemux')")
                    .redirectErrorStream(true).start();
            probe.getInputStream().readAllBytes();
            return probe.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Starts it on a free port.
     *
     * @param file an MP4 with H.264 video
     * @param user user name and password; empty for none
     */
    public static RtspServer start(Path file, String... user) {
        RtspServer server = new RtspServer(file.toAbsolutePath(), List.of(user));
        server.start();
        return server;
    }

    /** Starts it again after {@link #kill}, on the same port. */
    public void start() {
        try {
            Path script = Files.createTempFile("rtsp-server", ".py");
            try (InputStream in = RtspServer.class.getResourceAsStream("rtsp-server.py")) {
                Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> command = new ArrayList<>(List.of(PYTHON, script.toString(), file.toString(), Integer.toString(port)));
            command.addAll(user);
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            BufferedReader said = process.inputReader();
            String line = said.readLine();
            Files.delete(script);
            if (line == null) {
                throw new IllegalStateException("the RTSP server did not start; it needs the packages " + PACKAGES);
            }
            port = Integer.parseInt(line.trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without user name and password. */
    public String url() {
        return "rtsp://127.0.0.1:" + port + "/cam";
    }

    /** With these. */
    public String url(String name, String password) {
        return "rtsp://" + name + ":" + password + "@127.0.0.1:" + port + "/cam";
    }

    /** Stops answering without closing anything, as a camera that hangs. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}

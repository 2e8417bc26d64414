package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A real runtime of the distribution in a home of its own, driven through its REST interface. */
final class Appliance implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Process process;
    private final HttpClient http;
    private final String url;
    private final String token;
    private final double readySeconds;

    private Appliance(Path home, Process process, double readySeconds) throws IOException, GeneralSecurityException {
        this.home = home;
        this.process = process;
        this.readySeconds = readySeconds;
        JsonNode endpoint = JSON.readTree(home.resolve("run/endpoint.json").toFile());
        this.url = endpoint.path("url").asText();
        this.token = endpoint.path("token").asText();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Pinned(fingerprint(endpoint))}, null);
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static String fingerprint(JsonNode endpoint) {
        String hash = endpoint.path("certificate_sha256").asText();
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalStateException("endpoint.json has no certificate fingerprint");
        }
        return hash;
    }

    /** The distribution under test: the folder that holds {@code bin/vireo}. */
    static Path distribution() {
        String dist = System.getProperty("vireo.dist");
        if (dist == null || !Files.isExecutable(Path.of(dist, "bin/vireo"))) {
            throw new IllegalStateException("-Dvireo.dist must name the unpacked distribution, got " + dist);
        }
        return Path.of(dist);
    }

    /** Starts the process and does not wait for anything; what it says goes nowhere. */
    static Process launch(Path home) throws IOException {
        return new ProcessBuilder(
                        distribution().resolve("bin/vireo").toString(), "run", "--home", home.toString(), "--port", "0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Starts on a home that may be new; returns when the runtime says that it is ready. */
    static Appliance start(Path home) throws Exception {
        Path log = Files.createTempFile("vireo-bench", ".err");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        distribution().resolve("bin/vireo").toString(), "run", "--home", home.toString(), "--port", "0")
                .redirectError(log.toFile())
                .start();
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("ready ")) {
                    return new Appliance(home, process, (System.nanoTime() - begin) / 1e9);
                }
            }
            throw new IllegalStateException("the runtime ended before it was ready:\n" + Files.readString(log));
        } catch (Exception e) {
            process.destroy();
            throw e;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** Seconds from the start of the process to its ready line. */
    double readySeconds() {
        return readySeconds;
    }

    JsonNode ask(String question, int top) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.put("question", question);
        body.put("top", top);
        return send("POST", "/api/v1/ask", body);
    }

    JsonNode ask(String question, int top, String domain) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.put("question", question);
        body.put("top", top);
        body.put("domain", domain);
        return send("POST", "/api/v1/ask", body);
    }

    /** Asks with a picture as well; {@code question} may be empty. */
    JsonNode ask(String question, Path picture, int top) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.put("question", question);
        body.put("top", top);
        body.put("image", Files.readAllBytes(picture));
        return send("POST", "/api/v1/ask", body);
    }

    /** Adds files and folders and waits until they are searchable. @return the finished job */
    JsonNode add(List<Path> sources, String capturedAt) throws Exception {
        return add(sources, capturedAt, "default");
    }

    JsonNode add(List<Path> sources, String capturedAt, String domain) throws Exception {
        JsonNode job = await(submit(sources, capturedAt, domain));
        if (!job.path("state").asText().equalsIgnoreCase("done")) {
            throw new IllegalStateException("job did not finish: " + job);
        }
        return job;
    }

    /** Adds files and folders. @return the id of the job */
    String submit(List<Path> sources, String capturedAt, String domain) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.put("domain", domain);
        sources.forEach(s -> body.withArray("sources").add(s.toAbsolutePath().normalize().toString()));
        if (capturedAt != null) {
            body.put("captured_at", capturedAt);
        }
        return send("POST", "/api/v1/jobs", body).path("id").asText();
    }

    /** Waits for the end of a job: the stream of events ends when it does; then it is read once. */
    JsonNode await(String id) throws Exception {
        HttpResponse<Stream<String>> events =
                http.send(request("/api/v1/jobs/" + id + "/events").GET().build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            lines.forEach(line -> {});
        }
        return send("GET", "/api/v1/jobs/" + id, null);
    }

    Process process() {
        return process;
    }

    /** Adds a live source. @return its id */
    String addStream(String address, String domain) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.put("address", address);
        body.put("domain", domain);
        return send("POST", "/api/v1/streams", body).path("id").asText();
    }

    /** What a path gives, as bytes: a frame or a clip. */
    byte[] bytes(String path) throws Exception {
        HttpResponse<byte[]> response = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(
                    "GET " + path + ": " + response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    JsonNode post(String path, JsonNode body) throws Exception {
        return send("POST", path, body);
    }

    JsonNode delete(String path) throws Exception {
        return send("DELETE", path, null);
    }

    /** Ends the process as a power cut would, its decoders with it. */
    void kill() throws InterruptedException {
        http.shutdownNow();
        process.descendants().filter(p -> p.info().command().orElse("").endsWith("/java")).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** From now on unsigned packages are taken. */
    void developerMode() throws Exception {
        send("POST", "/api/v1/trust/developer-mode", JSON.createObjectNode().put("on", true));
    }

    /** Begins to deploy a package. @return its generation */
    JsonNode beginDeploy(Path file) throws Exception {
        return send("POST", "/api/v1/generations", JSON.createObjectNode().put("file", file.toString()));
    }

    /** Deploys a package and waits. @return the last progress */
    JsonNode deploy(Path file) throws Exception {
        return awaitDeploy(beginDeploy(file));
    }

    /** Waits for the end of a deploy that was begun. @return the last progress */
    JsonNode awaitDeploy(JsonNode generation) throws Exception {
        HttpResponse<Stream<String>> events = http.send(
                request("/api/v1/generations/" + generation.path("number").asLong() + "/events").build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            String data = lines.filter(l -> l.startsWith("data: ")).reduce((a, b) -> b).orElseThrow();
            return JSON.readTree(data.substring("data: ".length()));
        }
    }

    /** Open file descriptors and threads of the runtime. */
    int[] descriptorsAndThreads() throws IOException {
        Path proc = Path.of("/proc", Long.toString(jvm()));
        try (Stream<Path> open = Files.list(proc.resolve("fd")); Stream<Path> threads = Files.list(proc.resolve("task"))) {
            return new int[] {(int) open.count(), (int) threads.count()};
        }
    }

    /** Reachable objects of a class in the runtime, counted by this Java's {@code jcmd} after a full collection. */
    long instances(String type) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(jvm()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (Stream<String> lines = jcmd.inputReader(StandardCharsets.UTF_8).lines()) {
            return lines.map(String::strip)
                    .filter(l -> l.matches(".*\\s" + java.util.regex.Pattern.quote(type) + "( .*)?"))
                    .mapToLong(l -> Long.parseLong(l.split("\\s+")[1]))
                    .sum(); // to the last line: a half-read answer would hold up everybody who asks after it
        }
    }

    JsonNode get(String path) throws Exception {
        return send("GET", path, null);
    }

    /** Whether there is something. */
    boolean has(String path) throws Exception {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding()).statusCode() < 300;
    }

    /** Why there is nothing; empty when there is. */
    String absent(String path) throws Exception {
        HttpResponse<String> response = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 404 ? JSON.readTree(response.body()).path("detail").asText() : "";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
    }

    private JsonNode send(String method, String path, JsonNode body) throws Exception {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpResponse<String> response = http.send(
                request(path).header("Content-Type", "application/json").method(method, content).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Processor time of the runtime so far, its children included, finished or not [s]. */
    double cpuSeconds() throws IOException {
        long ticks = ticks(jvm());
        for (ProcessHandle child : ProcessHandle.of(jvm()).orElseThrow().descendants().toList()) {
            try {
                ticks += ticks(child.pid());
            } catch (IOException _) {
                // It ended meanwhile, and its parent has its time by now or at the next look.
            }
        }
        return ticks / 100.0;
    }

    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime: proc(5)
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    /** Resident memory now and at its highest [MB]. */
    double[] residentMegabytes() throws IOException {
        double now = 0;
        double peak = 0;
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(jvm()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                now = Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            } else if (line.startsWith("VmHWM:")) {
                peak = Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return new double[] {now, peak};
    }

    /** The Java process: the start script replaces itself with it, or has it as its only child. */
    private long jvm() {
        return process.toHandle().children().findFirst().map(ProcessHandle::pid).filter(this::isJava).orElse(process.pid());
    }

    private boolean isJava(long pid) {
        return ProcessHandle.of(pid).flatMap(p -> p.info().command()).filter(c -> c.endsWith("java")).isPresent();
    }

    Path home() {
        return home;
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the runtime did not stop within 30 s of SIGTERM", e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the runtime stopped with exit status " + process.exitValue());
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException error) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Trusts one certificate, by its hash; the name in it does not matter. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final String sha256;

        Pinned(String sha256) {
            this.sha256 = sha256;
        }

        private void check(X509Certificate[] chain) throws java.security.cert.CertificateException {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!HexFormat.of().formatHex(hash).equals(sha256)) {
                    throw new java.security.cert.CertificateException("not the certificate of this runtime");
                }
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new java.security.cert.CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

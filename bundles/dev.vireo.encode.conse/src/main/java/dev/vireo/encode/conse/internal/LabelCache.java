package dev.vireo.encode.conse.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Label embeddings on disk, so that they are computed once for a pair of models. Disposable: a file that is missing or
 * not whole is as good as none. Layout: float32, little-endian, row-major, then the SHA-256 of all that.
 */
final class LabelCache {
    private static final System.Logger LOG = System.getLogger(LabelCache.class.getName());

    private final Path file;
    private final int rows;
    private final int dimension;

    /**
     * @param folder where the files of all pairs lie
     * @param space names the pair; with the phrases it names the file
     */
    LabelCache(Path folder, String space, List<String> phrases, int dimension) {
        String key = hex(sha256((space + "\n" + String.join("\n", phrases)).getBytes(StandardCharsets.UTF_8)));
        this.file = folder.resolve(key + ".f32");
        this.rows = phrases.size();
        this.dimension = dimension;
    }

    Optional<float[][]> read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != size()) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            byte[] numbers = Arrays.copyOf(bytes, bytes.length - 32);
            if (!Arrays.equals(sha256(numbers), 0, 32, bytes, numbers.length, bytes.length)) {
                return Optional.empty();
            }
            float[][] all = new float[rows][dimension];
            ByteBuffer in = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] row : all) {
                in.asFloatBuffer().get(row);
                in.position(in.position() + dimension * Float.BYTES);
            }
            return Optional.of(all);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "label cache " + file + " is not readable", e);
            return Optional.empty();
        }
    }

    private long size() {
        return (long) rows * dimension * Float.BYTES + 32;
    }

    void write(float[][] all) {
        try {
            ByteBuffer out = ByteBuffer.allocate(rows * dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] row : all) {
                out.asFloatBuffer().put(row);
                out.position(out.position() + dimension * Float.BYTES);
            }
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(file.getParent(), "labels", ".part");
            try (var channel = Files.newOutputStream(part)) {
                channel.write(out.array());
                channel.write(sha256(out.array()));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "label cache {0} cannot be written, so the next start computes it again: {1}", file, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, 16);
    }
}

package dev.vireo.index.jvector.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a segment is made of. */
final class Hashes {
    private Hashes() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    static byte[] of(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hash of ids as int64, little endian, in order. */
    static String hex(long[] ids) {
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(ids.length, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(ids);
        digest.update(bytes.array());
        return HexFormat.of().formatHex(digest.digest());
    }
}

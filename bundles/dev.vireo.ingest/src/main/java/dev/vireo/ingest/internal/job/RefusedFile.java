package dev.vireo.ingest.internal.job;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.function.Supplier;

/** A file that is not taken in; the message is the reason. */
final class RefusedFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedFile(String reason) {
        super(reason, null, false, false);
    }

    /** Runs what only reads the source: whatever goes wrong there is that file's own. */
    static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            throw new RefusedFile(e.getMessage());
        }
    }
}

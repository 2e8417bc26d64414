package dev.vireo.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    void theDeepestCauseIsWhatTheAuthorMeantToSay() {
        assertEquals("port 443: permission denied", Diagnosis.cause("""
                java.lang.reflect.InvocationTargetException
                \tat java.base/x.y(Z.java:1)
                Caused by: java.lang.IllegalStateException: could not open
                \tat a.b(C.java:2)
                Caused by: dev.vireo.api.error.VireoException: port 443: permission denied
                \t... 12 more
                """));
    }

    @Test
    void aTraceWithoutCauseGivesItsOwnMessage() {
        assertEquals("disk full", Diagnosis.cause("java.io.UncheckedIOException: disk full\n\tat a.b(C.java:2)\n"));
    }
}

package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ConfiguredSiteTest {
    @Test
    void theZoneIsTheSettingOrTheSystems() {
        assertEquals(ZoneId.of("Asia/Shanghai"), new ConfiguredSite(" Asia/Shanghai ").zone());
        assertEquals(ZoneId.of("+05:45"), new ConfiguredSite("+05:45").zone());
        assertEquals(ZoneId.systemDefault(), new ConfiguredSite("").zone());
        assertEquals(ZoneId.systemDefault(), new ConfiguredSite((String) null).zone());
    }

    @Test
    void aWrongZoneIsNamed() {
        for (String wrong : new String[] {"Mars/Olympus", "16:30", "Europe/../Berlin"}) {
            VireoException e = assertThrows(VireoException.class, () -> new ConfiguredSite(wrong));
            assertEquals(ErrorKind.USER_INPUT, e.kind());
            assertTrue(e.getMessage().contains(wrong) && e.getMessage().contains("dev.vireo.site"), e.getMessage());
        }
    }

    @Test
    void theTimeIsNow() {
        Duration off = Duration.between(new ConfiguredSite("").time().instant(), Instant.now());
        assertTrue(off.abs().compareTo(Duration.ofMinutes(1)) < 0);
    }
}

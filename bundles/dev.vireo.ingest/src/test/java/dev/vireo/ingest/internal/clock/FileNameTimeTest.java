package dev.vireo.ingest.internal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNameTimeTest {
    @ParameterizedTest
    @CsvSource({
        "VID_20240131_163000.mp4, 2024-01-31T16:30:00",
        "IMG_20240131_163005.jpg, 2024-01-31T16:30:05",
        "PXL_20240131_163000123.jpg, 2024-01-31T16:30:00",
        "PXL_20240131_163000123.MP.jpg, 2024-01-31T16:30:00",
        "2024-01-31 16.30.00.jpg, 2024-01-31T16:30:00",
        "2024-01-31_16-30-00.mkv, 2024-01-31T16:30:00",
        "Screenshot_2024-01-31-16-30-00.png, 2024-01-31T16:30:00",
        "Screen Shot 2024-01-31 at 16.30.00.png, 2024-01-31T16:30:00",
        "2024_0131_163000_001A.MP4, 2024-01-31T16:30:00",
        "20240131163000_000123A.MP4, 2024-01-31T16:30:00",
        "NVR_ch2_main_20240131163000_20240131173000.mp4, 2024-01-31T16:30:00",
        "front-2024-01-31T16-30-00.ts, 2024-01-31T16:30:00",
        "WhatsApp Video 2024-01-31 at 16.30.00.mp4, 2024-01-31T16:30:00",
        "2024年01月31日16时30分00.mp4, 2024-01-31T16:30:00",
        "cam1_2024-01-31_16-30.avi, 2024-01-31T16:30:00",
    })
    void readsWhatDevicesWrite(String name, String expected) {
        assertEquals(Optional.of(LocalDateTime.parse(expected)), FileNameTime.in(name).map(FileNameTime.Found::local));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holiday.jpg",
                "IMG-20240131-WA0007.jpg",
                "20240131.jpg",
                "2024-01-31.mp4",
                "DSC_0001.JPG",
                "20241331_163000.mp4",
                "20240230_163000.mp4",
                "20240131_253000.mp4",
                "20240131_166000.mp4",
                "1920x1080_20200000.mp4",
                "a1234567890123456789.jpg",
                "18990131_163000.mp4",
                ""
            })
    void takesNothingElseForATime(String name) {
        assertEquals(Optional.empty(), FileNameTime.in(name));
    }

    @Test
    void readsTheOffset() {
        assertEquals(
                Optional.of(ZoneOffset.UTC),
                FileNameTime.in("2024-01-31T163000Z.mp4").orElseThrow().offset());
        assertEquals(
                Optional.of(ZoneOffset.ofHours(8)),
                FileNameTime.in("20240131_163000+0800.mp4").orElseThrow().offset());
    }

    @Test
    void knowsWhetherSecondsAreTold() {
        assertTrue(FileNameTime.in("VID_20240131_163000.mp4").orElseThrow().seconds());
        assertFalse(FileNameTime.in("cam1_2024-01-31_16-30.avi").orElseThrow().seconds());
    }
}

package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presentation times, capture times, rotation and shape of pixels. */
final class TimesAndTurnsTest {
    @TempDir
    Path folder;

    private final FfmpegReader reader = Footage.reader();

    @AfterEach
    void stop() {
        assertEquals(List.of(), reader.decoders(), "decoders left behind");
        reader.stop();
    }

    private List<Long> times(Path file, FrameRequest request) {
        return FormatsTest.all(reader, file, request).stream().map(Frame::timeMs).toList();
    }

    /** Frame n is shown at n² · 10 ms: 0, 10, 40, 90, …, 3610; a gap grows to 370 ms. */
    @Test
    void variableFrameRate() throws IOException {
        Path file = folder.resolve("vfr.mkv");
        Footage.ffmpeg("-filter_complex",
                "color=c=black:s=160x120:r=25,format=yuv444p,geq=cb=128:cr=128:lum='16+8*mod(N,28)',settb=1/1000,setpts=N*N*10[v]",
                "-map", "[v]", "-frames:v", "20", "-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-c:v", "libvpx", "-b:v", "500k", "-pix_fmt",
                "yuv420p", file.toString());
        List<Frame> frames = FormatsTest.all(reader, file, FrameRequest.every(1000, 640));
        assertEquals(List.of(0L, 1000L, 2250L, 3240L), frames.stream().map(Frame::timeMs).toList());
        for (Frame frame : frames) {
            FormatsTest.assertGrey((int) Math.round(Math.sqrt(frame.timeMs() / 10.0)), frame.image());
        }
        assertEquals(List.of(0L, 10L, 40L, 90L, 160L), times(file, new FrameRequest(0, 200, 1, 640)));
        assertEquals(List.of(640L, 810L), times(file, new FrameRequest(500, 900, 100, 640)));
        FormatsTest.assertGrey(18, reader.frameAt(file, 3609));
        FormatsTest.assertGrey(19, reader.frameAt(file, 3610));
        FormatsTest.assertGrey(9, reader.frameAt(file, 999));
    }

    @Test
    void everyHandedOutTimeGivesItsFrameBack() throws IOException {
        Path file = folder.resolve("ntsc.mp4");
        Footage.ffmpeg("-filter_complex",
                "color=c=black:s=160x120:r=30000/1001,format=yuv444p,geq=cb=128:cr=128:lum='16+8*mod(N,28)'[v]", "-map", "[v]",
                "-frames:v", "60", "-c:v", "libopenh264", "-b:v", "500k", "-pix_fmt", "yuv420p", "-g", "20", file.toString());
        List<Frame> frames = FormatsTest.all(reader, file, FrameRequest.every(1, 640));
        assertEquals(60, frames.size());
        for (int i = 0; i < 60; i += 7) {
            assertEquals(i * 1001 / 30.0, frames.get(i).timeMs(), 1);
            FormatsTest.assertGrey(i, reader.frameAt(file, frames.get(i).timeMs()));
            long from = frames.get(i).timeMs();
            assertEquals(from, times(file, new FrameRequest(from, from + 20, 10, 64)).getFirst());
        }
    }

    @Test
    void aStreamThatStartsLateCountsFromTheStartOfTheFile() throws IOException {
        Path file = Footage.video(folder, "late.ts", 50, "-c:v", "libopenh264", "-b:v", "400k", "-pix_fmt", "yuv420p",
                "-output_ts_offset", "5000");
        assertEquals(List.of(0L, 1000L), times(file, FrameRequest.every(1000, 640)));
        assertEquals(2000, reader.probe(file).durationMs(), 60);
        FormatsTest.assertGrey(30, reader.frameAt(file, 1200));
    }

    @Test
    void aLateFrameOfALongTransportStreamIsFoundAfterItsKeyFrame() throws IOException {
        Path file = Footage.video(folder, "long.ts", 25 * 40, "-c:v", "mpeg2video", "-q:v", "3", "-g", "250", "-pix_fmt",
                "yuv420p");
        FormatsTest.assertGrey(30 * 25 + 3, reader.frameAt(file, 30_130));
        List<Frame> frames = FormatsTest.all(reader, file, new FrameRequest(29_000, 32_000, 1000, 640));
        assertEquals(List.of(29_000L, 30_000L, 31_000L), frames.stream().map(Frame::timeMs).toList());
        FormatsTest.assertGrey(29 * 25, frames.getFirst().image());
    }

    /** What a browser's recorder writes: no length anywhere. */
    @Test
    void aVideoWithoutALengthIsMeasured() throws IOException {
        Path whole = Footage.video(folder, "whole.webm", 75, "-c:v", "libvpx", "-pix_fmt", "yuv420p", "-live", "1");
        MediaInfo info = reader.probe(whole);
        assertEquals(3000, info.durationMs(), 60);
        assertEquals(List.of(0L, 1000L, 2000L), times(whole, FrameRequest.every(1000, 640)));
    }

    @ParameterizedTest
    @CsvSource({"90", "180", "270"})
    void videoIsTurnedUpright(int degrees) throws IOException {
        Path plain = folder.resolve("plain.mp4");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=160x96:r=10:d=2,format=yuv444p,drawbox=x=0:y=0:w=80:h=96:c=blue:t=fill[v]",
                "-map", "[v]", "-c:v", "libopenh264", "-b:v", "500k", "-pix_fmt", "yuv420p", plain.toString());
        Path turned = folder.resolve("turned.mp4");
        Footage.ffmpeg("-display_rotation", Integer.toString(degrees), "-i", plain.toString(), "-c", "copy", turned.toString());
        MediaInfo info = reader.probe(turned);
        assertEquals(degrees == 180 ? 160 : 96, info.width());
        assertEquals(degrees == 180 ? 96 : 160, info.height());
        // The display matrix turns counter-clockwise: the blue left half goes down, right, up.
        Image image = reader.frameAt(turned, 500);
        assertEquals(info.width(), image.width());
        int[] blue = switch (degrees) {
            case 90 -> new int[] {48, 140};
            case 180 -> new int[] {140, 48};
            default -> new int[] {48, 20};
        };
        FormatsTest.assertColour(0, 0, 255, FormatsTest.pixel(image, blue[0], blue[1]), "blue half");
        FormatsTest.assertColour(255, 0, 0,
                FormatsTest.pixel(image, info.width() - 1 - blue[0], info.height() - 1 - blue[1]), "red half");
        Frame frame = FormatsTest.all(reader, turned, FrameRequest.every(1000, 80)).getFirst();
        assertEquals(degrees == 180 ? 80 : 48, frame.image().width());
        Path clip = folder.resolve("clip.mp4");
        reader.clip(turned, 0, 1000, clip);
        assertEquals(info.width(), reader.probe(clip).width());
    }

    @Test
    void pixelsThatAreNotSquareAreStretched() throws IOException {
        Path file = folder.resolve("wide.mkv");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=144x96:r=10:d=1,setsar=4/3[v]", "-map", "[v]", "-c:v", "mpeg4",
                "-pix_fmt", "yuv420p", file.toString());
        MediaInfo info = reader.probe(file);
        assertEquals(192, info.width());
        assertEquals(96, info.height());
        assertEquals(192, reader.frameAt(file, 0).width());
        assertEquals(96, FormatsTest.all(reader, file, FrameRequest.every(1000, 96)).getFirst().image().width());
    }

    /** Where the red, green, blue and white quarters lie in the file when the camera was held in each way. */
    @ParameterizedTest
    @CsvSource({"1,''", "2,hflip", "3,'hflip,vflip'", "4,vflip", "5,transpose=cclock_flip", "6,transpose=cclock",
        "7,transpose=clock_flip", "8,transpose=clock"})
    void exifOrientationIsAppliedInEachFormat(int orientation, String held) throws IOException {
        Path upright = Footage.picture(folder, "upright.png");
        byte[] exif = exif(orientation, "2026:10:05 16:30:00", "+02:00");
        for (String name : List.of("p.jpg", "p.png", "p.webp", "p.tiff")) {
            Path turned = folder.resolve(name);
            List<String> more = name.equals("p.jpg") ? List.of("-pix_fmt", "yuvj444p", "-q:v", "2")
                    : name.equals("p.webp") ? List.of("-c:v", "libwebp", "-lossless", "1") : List.of("-pix_fmt", "rgb24");
            var arguments = new java.util.ArrayList<>(List.of("-i", upright.toString(), "-vf", held.isEmpty() ? "null" : held));
            arguments.addAll(more);
            arguments.add(turned.toString());
            Footage.ffmpeg(arguments.toArray(String[]::new));
            byte[] bytes = Files.readAllBytes(turned);
            Files.write(turned, switch (name) {
                case "p.jpg" -> withJpegExif(bytes, exif);
                case "p.png" -> withPngExif(bytes, exif);
                case "p.webp" -> withWebpExif(bytes, exif);
                default -> withTiffOrientation(bytes, orientation);
            });
            MediaInfo info = reader.probe(turned);
            assertEquals(64, info.width(), name);
            assertEquals(48, info.height(), name);
            FormatsTest.assertQuarters(reader.frameAt(turned, 0), 64, 48);
            FormatsTest.assertQuarters(FormatsTest.all(reader, turned, FrameRequest.every(1, 32)).getFirst().image(), 32, 24);
            if (!name.equals("p.tiff")) {
                assertEquals(Optional.of(new CaptureTime(LocalDateTime.of(2026, 10, 5, 16, 30),
                        Optional.of(ZoneOffset.ofHours(2)), ClockSource.EXIF)), info.clock(), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000:00:00 00:00:00", "    :  :     :  :  ", "1970:01:01 00:00:00", "2062:01:01 00:00:00",
        "2000:01:01 00:00:00", "2026:13:40 25:61:61", "yesterday"})
    void timesThatCannotBeAreIgnored(String written) throws IOException {
        Path file = Footage.picture(folder, "p.jpg");
        Files.write(file, withJpegExif(Files.readAllBytes(file), exif(1, written, null)));
        assertEquals(Optional.empty(), reader.probe(file).clock());
    }

    @Test
    void exifTimeWithoutAnOffset() throws IOException {
        Path file = Footage.picture(folder, "p.jpg");
        Files.write(file, withJpegExif(Files.readAllBytes(file), exif(1, "2025:02:03 04:05:06", null)));
        assertEquals(Optional.of(new CaptureTime(LocalDateTime.of(2025, 2, 3, 4, 5, 6), Optional.empty(), ClockSource.EXIF)),
                reader.probe(file).clock());
    }

    /** The same bytes through a library that many use. */
    @Test
    void ourExifReaderAgreesWithMetadataExtractor() throws Exception {
        byte[] jpeg = withJpegExif(Files.readAllBytes(Footage.picture(folder, "p.jpg")), exif(6, "2025:02:03 04:05:06", "-03:30"));
        var metadata = com.drew.imaging.ImageMetadataReader.readMetadata(new ByteArrayInputStream(jpeg));
        var main = metadata.getFirstDirectoryOfType(com.drew.metadata.exif.ExifIFD0Directory.class);
        var sub = metadata.getFirstDirectoryOfType(com.drew.metadata.exif.ExifSubIFDDirectory.class);
        Path file = Files.write(folder.resolve("q.jpg"), jpeg);
        Header header = Header.read(file);
        assertEquals(main.getInt(com.drew.metadata.exif.ExifIFD0Directory.TAG_ORIENTATION), header.orientation());
        Tiff.Taken taken = header.taken().orElseThrow();
        assertEquals(sub.getDateOriginal().toInstant(), taken.local().toInstant(taken.offset().orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({"c.mp4,creation_time=2026-10-05T16:30:00Z,2026-10-05T16:30,Z", "c.mov,creation_time=2026-10-05T16:30:00Z,2026-10-05T16:30,Z",
        "c.mkv,creation_time=2026-10-05T16:30:00Z,2026-10-05T16:30,Z",
        "apple.mov,com.apple.quicktime.creationdate=2026-10-05T16:30:00+0200,2026-10-05T16:30,+02:00",
        "epoch.mp4,creation_time=1970-01-01T00:00:00Z,,", "mac.mov,creation_time=1904-01-01T00:00:00Z,,",
        "future.mp4,creation_time=2030-01-01T00:00:00Z,,"})
    void containersCarryTheirTime(String name, String tag, String local, String offset) throws IOException {
        Path file = Footage.video(folder, name, 10, "-c:v", "mpeg4", "-pix_fmt", "yuv420p", "-metadata", tag, "-movflags",
                name.startsWith("apple") ? "use_metadata_tags" : "+faststart");
        Optional<CaptureTime> wanted = local == null ? Optional.empty() : Optional.of(new CaptureTime(
                LocalDateTime.parse(local), Optional.of(ZoneOffset.of(offset)), ClockSource.CONTAINER));
        assertEquals(wanted, reader.probe(file).clock());
    }

    @Test
    void transparentPixelsAreSeenOverWhite() throws IOException {
        Path file = folder.resolve("hole.png");
        Footage.ffmpeg("-filter_complex", "color=c=black:s=64x48,format=rgba,colorchannelmixer=aa=0,"
                + "drawbox=x=0:y=0:w=32:h=48:c=red@1:t=fill:replace=1[v]", "-map", "[v]", "-frames:v", "1", "-pix_fmt", "rgba",
                file.toString());
        Image image = reader.frameAt(file, 0);
        FormatsTest.assertColour(255, 0, 0, FormatsTest.pixel(image, 10, 10), "opaque");
        FormatsTest.assertColour(255, 255, 255, FormatsTest.pixel(image, 50, 10), "transparent");
        assertTrue(reader.jpeg(file, 0, List.of(), 640).length > 100);
    }

    // Exif as cameras write it: IFD0 with orientation and a pointer, Exif IFD with time and offset.
    private static byte[] exif(int orientation, String time, String offset) {
        ByteBuffer tiff = ByteBuffer.allocate(256);
        int entries = offset == null ? 1 : 2;
        int text = 8 + 2 + 2 * 12 + 4 + 2 + entries * 12 + 4;
        tiff.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
        tiff.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(38).putInt(0);
        tiff.putShort((short) entries);
        tiff.putShort((short) 0x9003).putShort((short) 2).putInt(20).putInt(text);
        if (offset != null) {
            tiff.putShort((short) 0x9011).putShort((short) 2).putInt(7).putInt(text + 20);
        }
        tiff.putInt(0);
        byte[] padded = new byte[20];
        byte[] ascii = time.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, padded, 0, ascii.length);
        tiff.put(padded);
        if (offset != null) {
            tiff.put(offset.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        }
        byte[] bytes = new byte[tiff.position()];
        tiff.flip().get(bytes);
        return bytes;
    }

    private static byte[] withJpegExif(byte[] jpeg, byte[] exif) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + exif.length + 10);
        out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.length + 8))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).put(jpeg, 2, jpeg.length - 2);
        return out.array();
    }

    private static byte[] withPngExif(byte[] png, byte[] exif) {
        ByteBuffer out = ByteBuffer.allocate(png.length + exif.length + 12);
        out.put(png, 0, 33).putInt(exif.length);
        byte[] body = ByteBuffer.allocate(exif.length + 4).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif).array();
        CRC32 crc = new CRC32();
        crc.update(body);
        return out.put(body).putInt((int) crc.getValue()).put(png, 33, png.length - 33).array();
    }

    private static byte[] withWebpExif(byte[] webp, byte[] exif) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean extended = new String(webp, 12, 4, StandardCharsets.US_ASCII).equals("VP8X");
        // VP8L keeps 14 bits of width - 1 and height - 1 after its signature byte.
        int bits = ByteBuffer.wrap(webp, extended ? 24 : 21, 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
        int width = bits & 0x3fff;
        int height = bits >> 14 & 0x3fff;
        int padded = exif.length + (exif.length & 1);
        byte[] rest = java.util.Arrays.copyOfRange(webp, 12, webp.length);
        ByteBuffer head = ByteBuffer.allocate(12 + 18).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + 18 + rest.length + 8 + padded)
                .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8)
                .put((byte) width).putShort((short) (width >> 8)).put((byte) height).putShort((short) (height >> 8));
        out.writeBytes(head.array());
        out.writeBytes(rest);
        out.writeBytes(ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).array());
        out.writeBytes(java.util.Arrays.copyOf(exif, padded));
        return out.toByteArray();
    }

    /** Writes the directory again at the end of the file with one more entry in its place. */
    private static byte[] withTiffOrientation(byte[] tiff, int orientation) {
        ByteBuffer old = ByteBuffer.wrap(tiff).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int directory = old.getInt(4);
        int count = old.getShort(directory);
        ByteBuffer all = ByteBuffer.allocate(tiff.length + (tiff.length & 1) + 2 + (count + 1) * 12 + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        all.put(tiff).putInt(4, tiff.length + (tiff.length & 1)).position(tiff.length + (tiff.length & 1));
        all.putShort((short) (count + 1));
        boolean written = false;
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + 12 * i;
            if (!written && (old.getShort(entry) & 0xffff) > 0x112) {
                all.putShort((short) 0x112).putShort((short) 3).putInt(1).putInt(orientation);
                written = true;
            }
            all.put(tiff, entry, 12);
        }
        return all.array();
    }
}

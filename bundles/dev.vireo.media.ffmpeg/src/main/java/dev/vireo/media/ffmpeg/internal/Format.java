package dev.vireo.media.ffmpeg.internal;

import java.util.Set;

/** The file formats that Vireo reads. Each names the one demuxer that may look at such a file. */
enum Format {
    JPEG("jpeg_pipe", false),
    PNG("png_pipe", false),
    WEBP("webp_pipe", false),
    BMP("bmp_pipe", false),
    TIFF("tiff_pipe", false),
    GIF("gif", false),
    MP4("mov", true),
    MOV("mov", true),
    MKV("matroska", true),
    WEBM("matroska", true),
    AVI("avi", true),
    MPEGTS("mpegts", true);

    /** For messages. */
    static final String SUPPORTED =
            "JPEG, PNG, WebP, BMP, GIF and TIFF pictures; MP4, MOV, MKV, WebM, AVI and MPEG-TS videos";

    private static final String IMAGE_DECODERS = "mjpeg,png,apng,webp,bmp,tiff,gif";
    private static final String VIDEO_DECODERS = "h264,hevc,av1,libaom-av1,vp8,vp9,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,"
            + "mpeg1video,mpeg2video,h263,h263p,h261,mjpeg,mjpegb,wmv1,wmv2,wmv3,vc1,flv,theora,prores,dnxhd,dvvideo,"
            + "cinepak,huffyuv,ffvhuff,ffv1,utvideo,qtrle,rawvideo,svq1,svq3,indeo3,indeo5,msvideo1,msrle,png,gif";

    private static final long PRE_ROLL_MS = 12_000;

    private final String demuxer;
    private final boolean video;

    Format(String demuxer, boolean video) {
        this.demuxer = demuxer;
        this.video = video;
    }

    /** FFmpeg's name of the demuxer, forced so that the file's content cannot choose another one. */
    String demuxer() {
        return demuxer;
    }

    /** True for containers of video; a GIF decides by its number of frames. */
    boolean video() {
        return video;
    }

    /** Decoders that may be used, FFmpeg's names, comma separated. */
    String decoders() {
        return video ? VIDEO_DECODERS : IMAGE_DECODERS;
    }

    /** True where pixels may be transparent; those are laid over white. */
    boolean transparency() {
        return Set.of(PNG, WEBP, BMP, TIFF, GIF).contains(this);
    }

    /**
     * Where to seek so that the frame shown at {@code timeMs} is decoded whole. Containers with an index of key frames
     * go to the one before; the others land on any packet, so decoding starts earlier by the longest usual distance
     * of key frames; a GIF has no index and is short.
     */
    long seek(long timeMs) {
        return switch (this) {
            case MPEGTS, AVI -> Math.max(0, timeMs - PRE_ROLL_MS);
            case GIF -> 0;
            default -> timeMs;
        };
    }
}

package dev.vireo.ingest.internal.text;

import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.Pixels;

/**
 * A frame reduced to blocks of 16 × 16 pixels: how bright each is and how much it alternates from left to right. Writing
 * alternates; sky, road and walls do not. It tells where a search for text may be worth its time.
 *
 * @param luma mean luma of each block, 0 to 255, row by row
 * @param edge mean absolute difference of neighbouring pixels in a row, 0 to 255
 */
record TextGrid(int columns, int rows, float[] luma, float[] edge) {
    /** Side of a block [px]. */
    static final int SIDE = 16;

    /** Least alternation of a block that may hold writing: text of a contrast of 40 of 255 has about 7. */
    private static final float WRITING = 6;

    /** A block whose alternation changed by more than this, and by more than a third, shows something else. */
    private static final float OTHER_EDGE = 4;

    /** A block whose luma changed by more than this shows something else, of 255. */
    private static final float OTHER_LUMA = 20;

    static TextGrid of(Image image) {
        int columns = (image.width() + SIDE - 1) / SIDE;
        int rows = (image.height() + SIDE - 1) / SIDE;
        float[] luma = new float[columns * rows];
        float[] edge = new float[columns * rows];
        int[] counts = new int[columns * rows];
        byte[] rgb = image.rgb();
        for (int y = 0; y < image.height(); y += 2) {
            int before = Pixels.luma(rgb, y * image.width() * 3);
            for (int x = 0, p = y * image.width() * 3; x < image.width(); x++, p += 3) {
                int block = y / SIDE * columns + x / SIDE;
                int now = Pixels.luma(rgb, p);
                luma[block] += now;
                edge[block] += Math.abs(now - before);
                counts[block]++;
                before = now;
            }
        }
        for (int i = 0; i < counts.length; i++) {
            luma[i] /= counts[i];
            edge[i] /= counts[i];
        }
        return new TextGrid(columns, rows, luma, edge);
    }

    /** Whether a block may hold writing. */
    boolean writing(int block) {
        return edge[block] >= WRITING;
    }

    /** Whether a block shows something else than it did in another frame of the same size. */
    boolean differs(int block, TextGrid other) {
        float change = Math.abs(edge[block] - other.edge[block]);
        return (change > OTHER_EDGE && change > Math.max(edge[block], other.edge[block]) / 3)
                || Math.abs(luma[block] - other.luma[block]) > OTHER_LUMA;
    }

    /** Takes a block over from another frame of the same size. */
    void take(int block, TextGrid other) {
        luma[block] = other.luma[block];
        edge[block] = other.edge[block];
    }

    TextGrid copy() {
        return new TextGrid(columns, rows, luma.clone(), edge.clone());
    }

    /** Whether both are of frames of the same size. */
    boolean fits(TextGrid other) {
        return columns == other.columns && rows == other.rows;
    }
}

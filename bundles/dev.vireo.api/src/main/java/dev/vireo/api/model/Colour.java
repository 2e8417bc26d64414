package dev.vireo.api.model;

/** The eleven basic colour terms (Berlin and Kay 1969). How pixels become one of them is the measuring bundle's. */
public enum Colour {
    BLACK,
    WHITE,
    GREY,
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    BLUE,
    PURPLE,
    PINK,
    BROWN
}

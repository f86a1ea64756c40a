package dev.leat.connect.mirror;

/** Whether the costly part of documents is fetched. */
public enum Contents {
    FETCHED,
    /** Documents are as if they had none. */
    LEFT_OUT
}

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Options of the Rooms module.</summary>
public sealed record RoomsOptions
{
    /// <summary>What stands before the path of a stored media file; a host is not added (rooms.md section 2.2).</summary>
    public string MediaUrl { get; init; } = "/media/";

    /// <summary>The address below which short links of invites are; its path is replaced.</summary>
    public Uri ShortUrl { get; init; } = new("http://localhost");
}

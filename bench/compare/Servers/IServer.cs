using Venueless.Fast.Compare.Dialects;

namespace Venueless.Fast.Compare.Servers;

/// <summary>Something that can be started, as often as there are rounds.</summary>
internal interface IServer
{
    /// <summary>As the command line and the tables name it.</summary>
    string Name { get; }

    /// <summary>Builds or installs what is missing, once.</summary>
    /// <returns>Why this server cannot run on this machine; null: it can.</returns>
    Task<string?> PrepareAsync();

    /// <summary>A fresh process that accepts connections.</summary>
    Task<ServerChild> StartAsync();

    /// <summary>How its clients speak.</summary>
    /// <param name="server">As started: what clients must know of it is asked for here.</param>
    /// <param name="messageBytes">Length of a delivered message, or of an answer; our server's own is what the others are brought to.</param>
    Task<Dialect> DescribeAsync(ServerChild server, int messageBytes);
}

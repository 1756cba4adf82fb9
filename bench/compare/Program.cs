using Venueless.Fast.Compare.Peers;

// Hidden: the same program as one of the peers.
if (args is ["peer", var kind, var port])
{
    await PeerProgram.RunAsync(Enum.Parse<PeerKind>(kind), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

return 2;

namespace Venueless.Fast.Core.Ports;

/// <summary>Rows with a version that other servers follow (connection.md section 9).</summary>
public enum VersionedKind
{
    World,
    Room,
    User,
}

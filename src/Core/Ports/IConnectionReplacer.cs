namespace Venueless.Fast.Core.Ports;

/// <summary>Tells connections that newer ones of the same user take their place (connection.md section 8). Thread-safe; never waits and never throws.</summary>
public interface IConnectionReplacer
{
    /// <summary>Each of them gets <c>connection.replaced</c> and is closed; names whose connection has ended meanwhile are ignored.</summary>
    /// <param name="names">From <see cref="IConnectionRegistry.RegisterAsync"/>: of any node, also of another kind of server.</param>
    void Replace(IReadOnlyList<string> names);
}

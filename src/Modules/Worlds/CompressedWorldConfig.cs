namespace Venueless.Fast.Modules.Worlds;

/// <summary>An encoded world config of one moment, compressed. Immutable.</summary>
/// <param name="Steps">Crowd step of every room in it, by which it is recognised as up to date.</param>
/// <param name="Bytes">By <see cref="Core.Buffers.Deflater.CompressPart"/>.</param>
internal sealed record CompressedWorldConfig(byte[] Steps, byte[] Bytes);

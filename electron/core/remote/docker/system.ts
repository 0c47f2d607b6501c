import { z } from 'zod';
import type { DockerClient } from './client.ts';
import { listOf, optionalText } from './schema.ts';

const versionSchema = z
  .object({
    Version: z.string(),
    ApiVersion: z.string(),
    MinAPIVersion: optionalText,
    Os: optionalText,
    Arch: optionalText,
    KernelVersion: optionalText,
  })
  .transform((v) => ({
    version: v.Version,
    apiVersion: v.ApiVersion,
    minApiVersion: v.MinAPIVersion,
    os: v.Os,
    arch: v.Arch,
    kernel: v.KernelVersion,
  }));

export type DockerVersion = z.output<typeof versionSchema>;

const infoSchema = z
  .object({
    ID: optionalText,
    Name: z.string(),
    Containers: z.number(),
    ContainersRunning: z.number(),
    Images: z.number(),
    Driver: z.string(),
    DockerRootDir: z.string(),
    NCPU: z.number(),
    MemTotal: z.number(),
    Warnings: listOf(z.string()),
    Swarm: z.object({
      LocalNodeState: z.enum(['inactive', 'pending', 'active', 'error', 'locked']).catch('error'),
      ControlAvailable: z.boolean().default(false),
      NodeID: optionalText,
      NodeAddr: optionalText,
      /** Only a manager knows it. */
      Nodes: z.number().nullish(),
    }),
  })
  .transform((i) => ({
    id: i.ID,
    name: i.Name,
    containers: i.Containers,
    containersRunning: i.ContainersRunning,
    images: i.Images,
    storageDriver: i.Driver,
    rootDir: i.DockerRootDir,
    cpus: i.NCPU,
    memoryBytes: i.MemTotal,
    warnings: i.Warnings,
    swarm: {
      state: i.Swarm.LocalNodeState,
      isManager: i.Swarm.ControlAvailable,
      nodeId: i.Swarm.NodeID,
      address: i.Swarm.NodeAddr,
      nodes: i.Swarm.Nodes ?? 0,
    },
  }));

export type DockerInfo = z.output<typeof infoSchema>;

/** Whether Docker answers, and the API version that is spoken with it. */
export const pingDocker = async (docker: DockerClient): Promise<{ apiVersion: string }> => ({
  apiVersion: await docker.apiVersion(),
});

/** Docker's own version. */
export const dockerVersion = (docker: DockerClient): Promise<DockerVersion> =>
  docker.json({ action: "Reading Docker's version", path: '/version', schema: versionSchema });

/** Docker's state, its node of the Swarm included. */
export const dockerInfo = (docker: DockerClient): Promise<DockerInfo> =>
  docker.json({ action: "Reading Docker's state", path: '/info', schema: infoSchema });

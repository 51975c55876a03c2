import { Migration } from '@mikro-orm/migrations';

export class Migration20261130203020_what_an_outage_made_late extends Migration {

  override name = 'Migration20261130203020_what_an_outage_made_late';

  override up(): void | Promise<void> {
    this.addSql(`create table \`instance_stops\` (\`id\` bigint unsigned not null auto_increment primary key, \`evolution_config_id\` bigint unsigned not null, \`kind\` enum('connection','failures','person') not null, \`started_at\` datetime(3) not null, \`ended_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`);
    this.addSql(`alter table \`instance_stops\` add index \`instance_stops_evolution_config_id_ended_at_index\` (\`evolution_config_id\`, \`ended_at\`);`);

    this.addSql(`alter table \`evolution_configs\` add \`review_at\` datetime(3) null;`);

    this.addSql(`alter table \`occurrences\` add \`untold_of\` bigint null;`);

    this.addSql(`alter table \`deliveries\` add \`wanted_at\` datetime(3) null;`);
    // What was sent again and still waits: before this it counted as late since its first instant.
    this.addSql(`update \`deliveries\` set \`wanted_at\` = \`updated_at\` where \`status\` in ('queued', 'waiting_connection') and exists (select 1 from \`audit_entries\` a where a.\`entity_type\` = 'log' and a.\`entity_id\` = \`deliveries\`.\`id\` and a.\`action\` = 'log.retry');`);

    this.addSql(`alter table \`instance_stops\` add constraint \`instance_stops_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`instance_stops\`;`);

    this.addSql(`alter table \`deliveries\` drop column \`wanted_at\`;`);

    this.addSql(`alter table \`evolution_configs\` drop column \`review_at\`;`);

    this.addSql(`alter table \`occurrences\` drop column \`untold_of\`;`);
  }

}

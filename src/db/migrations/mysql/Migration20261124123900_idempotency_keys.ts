import { Migration } from '@mikro-orm/migrations';

export class Migration20261124123900_idempotency_keys extends Migration {

  override name = 'Migration20261124123900_idempotency_keys';

  override up(): void | Promise<void> {
    this.addSql(`create table \`idempotency_keys\` (\`id\` bigint unsigned not null auto_increment primary key, \`user_id\` bigint unsigned not null, \`key\` varchar(200) not null, \`request_hash\` varchar(64) not null, \`status\` int null, \`body\` json null, \`location\` varchar(200) null, \`created_at\` datetime(3) not null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`);
    this.addSql(`alter table \`idempotency_keys\` add index \`idempotency_keys_user_id_index\` (\`user_id\`);`);
    this.addSql(`alter table \`idempotency_keys\` add index \`idempotency_keys_created_at_index\` (\`created_at\`);`);
    this.addSql(`alter table \`idempotency_keys\` add unique \`idempotency_keys_user_id_key_unique\` (\`user_id\`, \`key\`);`);

    this.addSql(`alter table \`idempotency_keys\` add constraint \`idempotency_keys_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`idempotency_keys\`;`);
  }

}
